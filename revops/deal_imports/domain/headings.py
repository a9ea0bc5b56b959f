"""Names of columns in lists of deals, and the fields that they mean.

From exports of HubSpot, Salesforce and Pipedrive, and from lists with German, French and Spanish headings.
Names are written as `heading_key` has them; of a field's names the best comes first.
"""

from collections.abc import Mapping

from mauntic.kernel.files.column_names import names_of_fields

_NAMES = """
external_id: externalid opportunityid dealid recordid id 18digitopportunityid opportunityid18 transaktionsid
    idtransaction idnegocio
name: name dealname opportunityname dealtitle opportunity deal title subject
    geschaftsname dealbezeichnung bezeichnung verkaufschance
    nomdelatransaction nomdelaffaire nomdelopportunite opportunite affaire nom
    nombredelnegocio nombredelaoportunidad nombredeloportunidad oportunidad negocio nombre
product: product productname produkt produit producto
company: company companyname account accountname customer customername client dealorganization organization
    organisation associatedcompany primarycompany associatedcompanyprimary
    firma unternehmen kunde kundenname societe entreprise compte nomducompte empresa cuenta cliente
    nombredelaempresa nombredelacuenta
email: contactemail primarycontactemail leademail email emailaddress contactemailaddress dealcontactemail
    emailkontakt kontaktemail emailadresse emailducontact adresseemail adressedemessagerie
    correoelectronico correodelcontacto emaildelcontacto
owner: owner owneremail dealowner opportunityowner salesagent agent rep salesrep assignedto accountexecutive
    verantwortlich verantwortlicher inhaber besitzer vertriebsmitarbeiter
    proprietaire proprietairedelatransaction responsable commercial propietario propietariodelnegocio vendedor
stage: stage dealstage opportunitystage salesstage pipelinestage status dealstatus
    phase dealphase verkaufsphase stufe etape etapedelatransaction statut etapa etapadelnegocio fase estado
began: created createdat createdate createddate creationdate engagedate opened opendate dealcreated
    dealdealcreated dealcreatedon
    erstellt erstelltam erstelldatum erstellungsdatum angelegtam datedecreation creele
    fechadecreacion creadoel
closes: closedate closed closedat closeddate closingdate expectedclose expectedclosedate expectedclosingdate
    dealexpectedclosedate wontime
    abschlussdatum abschluss erwartetesabschlussdatum datedecloture datedefermeture dateclosing
    datedeclotureprevue fechadecierre fechadecierreprevista cierre
value: value closevalue amount dealvalue dealamount opportunityamount dealsize amountincompanycurrency acv tcv
    wert betrag dealwert umsatz summe auftragswert montant valeur montantdelatransaction
    importe valor monto cantidad
currency: currency currencycode dealcurrency dealcurrencyofvalue currencyofvalue amountcurrency
    opportunitycurrency currencyisocode wahrung waehrung devise moneda divisa
priority: priority dealpriority prioritat prioritaet priorite prioridad
lost_reason: lostreason lossreason closedlostreason reasonlost deallostreason reason
    verlustgrund grundfurverlust motifdeperte raisondelaperte raisondeperte motivodeperdida motivodelaperdida
next_step: nextstep nextsteps dealnextstep nachsterschritt naechsterschritt prochaineetape proximopaso
    siguientepaso
"""

HEADINGS: Mapping[str, tuple[str, ...]] = names_of_fields(_NAMES)
