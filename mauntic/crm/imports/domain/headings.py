"""Column names in lists of leads, and their fields.

From exports of Google Contacts, Outlook, Apollo, LinkedIn, HubSpot and Salesforce in English, and from lists
with German, French, Spanish, Italian, Portuguese and Dutch headings. Names are written as `heading_key` has
them; of a field's names the best comes first, as an export has several phones, cities and addresses.
"""

from collections.abc import Mapping

from mauntic.kernel.files.column_names import names_of_fields

_NAMES = """
first_name: firstname givenname forename firstnames contactfirstname leadfirstname
    vorname rufname prenom prenoms nombredepila nombres primernombre primeironome voornaam
last_name: lastname surname familyname lastnames contactlastname leadlastname
    nachname familienname zuname nomdefamille apellidos apellido primerapellido cognome sobrenome apelido
    achternaam
full_name: fullname contactname leadname contact displayname personname fullnames
    vollstandigername vollername kontakt kontaktname ansprechpartner nomcomplet nometprenom prenometnom
    nomprenom prenomnom contactcomplet nombrecompleto nombreyapellidos nombreyapellido contacto nomecompleto
    volledigenaam
email: email emailaddress workemail businessemail email1value emailvalue primaryemail workemailaddress
    businessemailaddress mail emails mailaddress contactemail leademail personemail emailid email1 emailwork
    emailadresse mailadresse emailgeschaftlich emailgeschaeftlich
    adressemail adresseemail adressedemessagerie adresseelectronique courriel
    adressecourriel mel emailprofessionnel emailpro courrielprofessionnel
    correoelectronico correo direcciondecorreoelectronico direcciondecorreo direcciondeemail
    emailaziendale indirizzoemail endereodeemail enderecodeemail emailadres
phone: phone phonenumber workphone businessphone phone1value primaryphone telephone telephonenumber
    corporatephone companyphone companyphonenumber companymainphone mainphone officephone phonework tel
    contactphone phonevalue otherphone homephone
    telefon telefonnummer rufnummer telefongeschaftlich telefongeschaeftlich telefonbusiness festnetz
    telefonzentrale
    numerodetelephone ntelephone notelephone telephonebureau telephoneprofessionnel telephonefixe telbureau
    telephoneentreprise
    telefono numerodetelefono telefonodeltrabajo telefonotrabajo telefonofijo telefonodetrabajo
    telefone telefoonnummer telefoon
direct_phone: directphone directdial directphonenumber workdirectphone directnumber directline directworkphone
    mobilephone mobile mobilephonenumber mobilenumber cell cellphone phonemobile phone2value personmobile
    contactmobilephone
    mobil mobiltelefon mobilnummer handy handynummer durchwahl telefonmobil
    telephonemobile telephoneportable portable mobileprofessionnel numerodeportable telmobile lignedirecte
    telephonedirect
    telefonomovil movil celular telefonocelular telefonodirecto cellulare telemovel mobielnummer mobiel
title: jobtitle position title role jobrole organizationtitle organization1title contacttitle jobfunction
    businesstitle currenttitle designation occupation
    berufsbezeichnung funktion stelle jobtitel stellenbezeichnung
    fonction poste intituledeposte intituleduposte titreduposte titreprofessionnel emploi titre
    puesto cargo puestodetrabajo titulodelpuesto ocupacion ruolo qualifica funcao functie functietitel
seniority: seniority senioritylevel managementlevel level hierarchieebene niveauhierarchique nivel
country: country countrycode countryregion contactcountry personcountry mailingcountry address1country
    businesscountryregion businesscountry homecountryregion homecountry othercountryregion nation countryname
    land landregion staat landregiongeschaftlich landregiongeschaeftlich
    pays paysregion paysregionbureau pais paisregion paese nazione
region: region state stateregion stateprovince province city contactstate contactcity personstate personcity
    mailingstateprovince mailingstate mailingcity address1region address1city businessstate businesscity
    location locality town county
    bundesland ort stadt wohnort standort ortgeschaftlich ortgeschaeftlich
    ville villebureau departement localite
    provincia ciudad localidad poblacion comunidadautonoma citta cidade plaats stad
linkedin_url: linkedinurl linkedinprofile personlinkedinurl linkedinprofileurl linkedin
    linkedincontactprofileurl personlinkedin linkedinbio contactlinkedinurl profileurl linkedinprofil
    profillinkedin perfildelinkedin perfillinkedin urldelinkedin urllinkedin
lifecycle_stage: lifecyclestage stage
source: source leadsource originalsource originaltrafficsource channel contactsource
    quelle leadquelle herkunft provenance origine sourceduprospect fuente origen fuentedelead
referrer: referrer referer referredby referencia empfohlenvon
consent: consent optin gdprconsent einwilligung consentement consentimiento
company: companyname company organization organisation account accountname companyaccount employer
    organizationname organization1name currentcompany associatedcompany primarycompany companyorganization
    firma unternehmen firmenname unternehmensname arbeitgeber kunde
    societe entreprise nomdelasociete nomdelentreprise nomdesociete nomentreprise raisonsociale organisme
    employeur compagnie
    empresa compania nombredelaempresa nombredeempresa organizacion razonsocial azienda societa
    nomedaempresa bedrijf bedrijfsnaam
website: website companywebsite companydomain domain websiteurl companydomainname companyurl website1value
    webpage businesshomepage web homepage url companywebsiteurl accountwebsite webaddress
    webseite internetseite internet webadresse internetadresse domane domaene
    siteweb siteinternet pageweb site urldusiteweb domaine
    sitioweb paginaweb dominio urldelsitioweb sitoweb
industry: industry sector companyindustry primaryindustry accountindustry
    branche wirtschaftszweig secteur secteurdactivite activite industria sectorempresarial ramo settore
employees: employees numberofemployees employeecount companysize companyheadcount headcount size
    noofemployees numemployees ofemployees employeessize employeerange companyemployees staffcount
    mitarbeiter mitarbeiterzahl anzahlmitarbeiter mitarbeiteranzahl anzahldermitarbeiter unternehmensgrosse
    unternehmensgroesse firmengrosse firmengroesse beschaftigte
    effectif effectifs nombredemployes nombredesalaries nombredesemployes tailledelentreprise salaries
    empleados numerodeempleados cantidaddeempleados tamanodelaempresa dipendenti
revenue: revenue annualrevenue turnover companyrevenue annualsales companyannualrevenue
    umsatz jahresumsatz chiffredaffaires revenuannuel ca
    ingresos ingresosanuales facturacion facturacionanual fatturato omzet
revenue_currency: revenuecurrency annualrevenuecurrency currency currencycode currencyisocode
    wahrung waehrung devise moneda divisa valuta
company_country: companycountry companyhqcountry accountcountry hqcountry billingcountry
    landderfirma firmenland paysdelentreprise paysdelasociete paisdelaempresa
tech_stack: techstack technologies tech technologien tecnologias
"""

HEADINGS: Mapping[str, tuple[str, ...]] = names_of_fields(_NAMES)

BARE_NAMES = frozenset({"name", "names", "nom", "nombre", "nome", "naam"})
"""A first name beside a last one, a last name beside a first one, and else the full name."""

BESIDE: Mapping[tuple[str, str], str] = {
    # LinkedIn's list of connections: the URL is the profile of the person, not the website of a company.
    ("url", "connectedon"): "linkedin_url",
}
"""The field of a column if the file has another column, too."""
