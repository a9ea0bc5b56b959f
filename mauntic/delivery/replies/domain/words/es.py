"""Spanish."""

from mauntic.delivery.replies.domain.words.lexicon import Lexicon

MONTH = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|"
    r"diciembre)\b"
)
FAR = (
    rf"(?:(?:en |a principios de |a finales de |a mediados de |a partir de )?{MONTH}|(?:el |la )?(?:proximo|proxima|siguiente) (?:ano|trimestre|mes|semestre|primavera|verano|otono|invierno|ejercicio)|(?:el )?ano que viene|(?:el )?mes que viene|"
    r"despues (?:del verano|de las vacaciones|de navidad(?:es)?|de semana santa|de las fiestas|de reyes|"
    r"de la feria)|(?:en )?(?:primavera|verano|otono|invierno)|(?:en |dentro de )(?:unos|algunos|dos|tres|"
    r"cuatro|cinco|seis|nueve|\d{1,2}) (?:meses|semanas|trimestres)|q[1-4]\b|20[2-9]\d|fin de ano)"
)
MAIL = r"(?:correos?|e-?mails?|mails?|mensajes?|publicidad|newsletters?|boletin\w*|comunicaciones|spam|ofertas|informacion comercial)"

SPANISH = Lexicon(
    unsubscribe=(
        r"(?:no|nunca) (?:\w{1,6} )?(?:autoriz\w{1,3}|consient\w|permit\w)|sin mi (?:consentimiento|"
        r"autorizacion|permiso)|ser (?:eliminad|borrad|dad|excluid)\w",
        r"(?:de|fuera de) (?:su|sus|esta|la|tu|vuestra) (?:\w{1,10} )?(?:lista|listas|base de datos|"
        r"mailing|newsletter)\b|(?:borre?n?|quite?n?|elimine?n?|saque?n?) (?:mi|mis|nuestr\w{1,2}) ",
        r"(?:no(?! (?:dud|he |ha |hemos |han |recib|encuentr|se (?:quien|como)|tengo|soy))|ni|nunca|"
        r"basta de|dejen?|paren?|cesen?|evit\w{1,4})(?: \w{1,10}){0,4} (?:escrib\w{1,8}|contact(?:ar|e|en|"
        r"es)\w{0,3}|correos|e-?mails|mails|mensajes|publicidad|comunicaciones|llamadas|spam)\b",
        r"(?:dar|dame|deme|denme|darme|dadme|darnos|denos|quiero|solicito|"
        r"pido)(?: \w{1,8}){0,3} (?:la )?de baja|de baja (?:de|en|la|el)|dar(?:me|nos)? de baja|(?:la |"
        r"mi )baja\b(?! (?:medica|maternal|paternal|laboral|por))|desuscri\w+|desapunt\w+|"
        r"cancel\w{1,4} (?:mi |la )?(?:suscripcion|subscripcion)",
        r"(?:elimin\w{1,5}|borr\w{1,5}|quit\w{1,5}|suprim\w{1,5}|retir\w{1,5}|remuev\w{1,5}|saqu\w{1,5}|"
        r"sac\w{1,5})(?:me|nos|en|la)?(?: \w{1,8})? (?:mi|mis|me|nuestr\w{1,2}|de (?:su|la|esta|tu|"
        r"vuestra|sus)|esta direccion|este correo|mi direccion)\b|(?:elimineme|borreme|quiteme|saqueme|"
        r"retireme|quitadme|borradme|eliminenme|borrenme|saquenme|quitenme|eliminame|borrame|quitame|"
        r"sacame)",
        r"(?:no|nunca) (?:me |nos |vuelv\w{1,4} a |quiero |deseo |queremos |deseamos |"
        r"mas )*(?:contact\w{1,5}|escrib\w{1,5}|envi\w{1,5}|mand\w{1,5}|molest\w{1,5}|recibir|llam\w{1,5}|"
        r"contactarme|escribirme)(?: \w{1,10}){0,4} (?:mas|nunca|otra vez|nuevamente|de nuevo|vuestr\w*|"
        r"sus|este tipo|estos?)|"
        rf"no (?:me |nos )(?:escriba|contacte|moleste|escribas|contactes|molestes|escriban|contacten|molesten)\w?|no (?:quiero|deseo|deseamos|queremos) (?:\w{{1,8}} ){{0,2}}(?:recibir|mas|que me|ser contactad\w|saber nada)|(?:ni un|ningun|no mas|basta de|dej\w{{1,3}} de|par\w{{1,3}} de|ces\w{{1,3}} de) (?:\w{{1,8}} ){{0,3}}(?:{MAIL}|envi\w*|mand\w*|"
        r"escrib\w*|molest\w*|contact\w*|spam\w*)",
        r"(?:rgpd|gdpr|lopd|proteccion de datos|derecho (?:de|al?) (?:supresion|olvido|oposicion|acceso|"
        r"cancelacion))|(?:nunca|no|jamas) (?:he |me )?(?:di|dado|autorice|autorizado|consenti|consentido|"
        r"suscribi|suscrito|solicite|solicitado)\b|(?:denunci|report|marc)\w{1,4}[^.?!]{0,30}spam|"
        r"dej\w{1,4}me en paz|me opongo",
    ),
    unsubscribe_words=(
        "baja",
        "stop",
        "darse de baja",
        "dar de baja",
        "cancelar",
        "eliminar",
        "borrar",
        "cancelar suscripcion",
        "de baja",
    ),
    spared=(
        r"como (?:\S{1,12} ){0,4}(?:clientes|usuarios|contactos|destinatarios)|como (?:gestionan|funciona|"
        r"pueden|tratan|manejan|se gestiona)|(?:enlace|tasa|pagina|boton) de baja",
    ),
    negative=(
        r"no (?:me|nos) (?:convence|sirve|encaja|cuadra|interesa)",
        r"no[,.]? (?:muchas )?gracias|gracias,? pero no|no\s*[.!]*$|(?:no|nunca|"
        r"tampoco) (?:\w{1,8} ){0,3}(?:interesa\w*|interes\b|necesit\w*|encaja|aplica|procede|"
        r"es relevante|es para (?:nosotros|mi)|buscamos|estamos (?:interesad\w*|buscando)|requerimos|"
        r"nos hace falta|hace falta|contempla\w*|queremos|vamos a|seguir)|(?:sin|ningun|poco|"
        r"falta de) interes|ya (?:\w{1,10} ){0,2}(?:tenemos|tengo|contamos|trabajamos|usamos|disponemos|"
        r"utilizamos|contratamos)|(?:tenemos|contamos con|disponemos de) (?:\w{1,8} )?ya\b|(?:declin|"
        r"rechaz)\w{1,5}|estamos (?:\w{1,8} )?(?:satisfechos|contentos|cubiertos|servidos)|demasiado caro|"
        r"perdida de tiempo|paso de",
    ),
    later=(
        rf"(?:no antes de|solo|mejor|recien) {FAR}",
        r"(?:ahora|por ahora|por el momento|de momento|en este momento|actualmente|este ano|hoy|"
        r"ahora mismo)(?: \w{1,8}){0,3},? (?:no|sin)\b|no (?:\w{1,8} ){0,3}(?:ahora|por el momento|"
        r"en este momento|por ahora|de momento|este ano|todavia|aun|es (?:un )?(?:buen )?momento|"
        r"es prioridad|es prioritario)|mal momento|(?:muy|demasiado) ocupad\w",
        rf"(?:vuelv\w+|contact\w+|escrib\w+|llam\w+|hablamos|hablemos|hablar|retom\w+|recuerd\w+|pregunt\w+|volver|busqu\w+|insist\w+|veamos|veremos)(?: \S{{1,12}}){{0,6}} (?:{FAR}|mas adelante|mas tarde)|(?:quizas?|tal vez|a lo mejor|mejor|posiblemente|puede que) (?:\w{{1,8}} )?(?:{FAR}|mas adelante)|{FAR}[^.?!]{{0,40}}(?:mejor|quiza|contact|habl)|mas adelante|"
        r"(?:presupuesto|proyecto|contratacion\w*) (?:\w{1,8} ){0,3}(?:congelad\w|parad\w|aplazad\w|"
        r"suspendid\w)|(?:sin|no hay|no tenemos|no tengo) (?:presupuesto|tiempo|recursos|capacidad)",
    ),
    referral=(
        r"no soy (?:\w{1,8} ){0,3}(?:la persona|el|la) (?:\w{1,10} )?(?:adecuad\w|indicad\w|correct\w|"
        r"responsable|encargad\w|contacto)|(?:no|ya no) (?:\w{1,8} ){0,3}(?:soy (?:el|la) responsable|"
        r"encargo|me encargo|mi (?:area|departamento|competencia)|llevo)|persona equivocada",
        r"(?:pongase|ponte|ponganse|poneos|contact\w{1,4}|habl\w{1,4}|escrib\w{1,4}|dirij\w{1,4}|"
        r"comuni\w{1,6}|consult\w{1,4})(?: \S{1,8}){0,3}? (?:en contacto )?(?:con|a) (?!migo\b|"
        r"mi\b(?! \w)|nosotros\b)(?:mi|mis|nuestr\w{1,2}|el|la|los|don|dona|sr\.?|sra\.?|compras|ventas|"
        r"marketing|rrhh|\S{1,40}@)",
        r"(?:reenvi\w+|remit\w{1,4}|paso (?:\w{1,8} ){0,4}a (?:mi|nuestr)|he pasado|traslado|en copia|"
        r"copio a|pongo en copia)|(?:el|la) (?:responsable|encargad\w|persona (?:adecuada|indicada|"
        r"encargada)) (?:\w{1,8} ){0,3}(?:es|seria)|(?:se encarga|lo lleva|lo gestiona)\b",
    ),
    positive=(
        r"(?:podemos|podriamos|puede|podria) (?:vernos|hablar|llamarme|reunirnos|quedar)",
        r"si\b[,.! ]|si\s*$|claro\b|por supuesto|perfecto\b|de acuerdo|vale\b|encantad\w|"
        r"con (?:mucho )?gusto|adelante\b|genial\b|(?:me|nos) (?:\w{1,8} )?(?:interesa\b|interesaria|"
        r"gustaria|encantaria|parece (?:bien|genial|perfecto|interesante)|viene bien|encaja)|(?:estoy|"
        r"estamos|estaria|estariamos) (?:\w{1,8} )?interesad\w{1,2}|suena (?:bien|genial)",
        r"(?:envi\w{1,5}|mand\w{1,5}|pas\w{1,4}|facilit\w{1,5}|compart\w{1,5}|remit\w{1,5})(?:me|"
        r"nos)?(?: \S{1,10}){0,5} (?:informacion|presentacion|propuesta|presupuesto|precios?|tarifas?|"
        r"catalogo|folleto|detalles|documentacion|enlace|ejemplos|demo|oferta|mas)",
        r"(?:llame|llama|llamad|llamen|llamar)(?:me|nos)|(?:podemos|podriamos|puede|puedes|pueden|podria|"
        r"podrian|podeis)(?: \S{1,12}){0,4} (?:hablar|llamar\w*|reunir\w*|agendar|enviar\w*|ver\b|"
        r"mostrar\w*|demo|quedar|conversar|concertar|mandar\w*)|(?:hablemos|hablamos|agendemos|quedamos|"
        r"reunamonos|concertemos)\b|(?:lunes|martes|miercoles|jueves|viernes|"
        r"manana)(?: \S{1,8}){0,4} (?:me va|viene|va|esta|bien|perfecto|puedo|disponible)|(?:saber|"
        r"conocer) mas|mas (?:informacion|detalles)|ver una demo|cuando (?:podemos|podriamos|puede|tiene)",
    ),
    interest=(r"(?:muy |bastante )?(?:interesante|prometedor)\b",),
    question=(
        r"[?¿]|cuanto (?:cuesta|vale|es)|que precio|(?:como|donde|quien|que|cual|cuando|"
        r"por que)\b[^.?!]{0,120}\?",
    ),
    thanks=(r"(?:gracias|recibido|tomo nota|lo (?:revisare|miro|leo))",),
    negation=(r"no\b|nunca\b|sin\b|ni\b|tampoco\b|ningun\w?\b|jamas\b|lamentablemente\b",),
    away=(
        r"cerrad[oa]s? (?:por|hasta|del|desde)|(?:estoy|me encuentro) enferm\w",
        r"(?:estoy|estare|estaremos|me encuentro|encontrare) (?:\w{1,8} )?(?:fuera|de baja|ausente|"
        r"de permiso|de vacaciones|de viaje|desconectad\w)|de baja por (?:maternidad|paternidad|"
        r"enfermedad)",
        r"(?:fuera de (?:la )?oficina|de vacaciones|en vacaciones|de viaje|de baja (?:medica|maternal|"
        r"paternal|por)|baja (?:maternal|medica)|permiso (?:de )?(?:maternidad|paternidad|parental)|"
        r"ausente|ausencia|fuera del despacho|de permiso|de licencia)\b|no (?:me encuentro|estoy|estare|"
        r"estaremos) (?:\w{1,8} ){0,2}(?:en (?:la|mi) oficina|disponible|en el despacho|localizable)|"
        r"acceso (?:\w{1,10} )?(?:limitado|restringido)|(?:volvere|regreso|regresare|vuelvo|reincorpor\w+|"
        r"estare de vuelta|de regreso)\b|a mi (?:regreso|vuelta)|durante mi ausencia|en mi ausencia|"
        r"(?:oficina|oficinas|empresa) (?:\S{1,8} ){0,4}cerrad\w+|en caso de urgencia|para (?:temas|"
        r"asuntos) urgentes",
    ),
    left=(
        r"se (?:ha|fue) (?:marchad\w|id\w|de la empresa)|se marcho\b",
        r"(?:se|me) (?:ha |he )?jubil\w{1,3}|cambio de empresa",
        r"ya no (?:\w{1,8} ){0,2}(?:trabaj\w+|forma parte|formo parte|esta (?:en|con)|estoy (?:en|con)|"
        r"pertene\w+|labora)|(?:ha|he) (?:dejado|abandonado|causado baja)(?: \w{1,8}){0,3}|(?:dejo|"
        r"deje) (?:la|de (?:trabajar|formar))|(?:se ha|me he|esta) jubilad\w|ha fallecido",
    ),
    automatic=(
        r"confirmamos (?:la )?recepcion|acusamos recibo|(?:la )?recepcion de su (?:correo|mensaje|solicitud)",
        r"(?:esta|este) (?:\S{1,12} )?(?:casilla|buzon|direccion|correo|cuenta|"
        r"bandeja)\b(?: \S{1,14}){0,6}? (?:no|solo|solamente)\b",
        r"horario de (?:atencion|oficina|apertura)|formulario de contacto",
        r"(?:le |te |les )?(?:responderemos|contactaremos|contestaremos|"
        r"atenderemos) (?:\w{1,8} ){0,4}(?:pronto|breve|posible|brevedad|horas)|"
        r"(?:gracias por (?:contactar|ponerse|su (?:mensaje|consulta|interes)|"
        r"escribirnos))[^!]{0,60}(?:responder|contactar|brevedad|breve|pronto)|ha sido (?:registrad|"
        r"recibid)\w",
        r"(?:mensaje|correo|respuesta|e-?mail|mail) (?:\w{1,8} ){0,2}(?:automatic\w|"
        r"generad\w automaticamente)|(?:respuesta|mensaje) automatic\w|generado automaticamente|(?:no|"
        r"por favor,? no) (?:\w{1,8} )?respond\w{1,3} (?:a este|este|directamente)|no responda\b|(?:buzon|"
        r"direccion|correo|cuenta)(?: \S{1,10}){0,4} no (?:\w{1,8} )?(?:supervis\w+|atend\w+|monitor\w+|"
        r"leid\w+|activ\w)|hemos recibido su|su (?:consulta|solicitud|mensaje|correo|"
        r"peticion) (?:\w{1,8} ){0,3}(?:recibid\w|registrad\w|sido)|(?:responderemos|contactaremos|"
        r"atenderemos) (?:\w{1,8} ){0,3}(?:en breve|lo antes posible|a la mayor)|a la mayor brevedad|"
        r"acuse de recibo|confirmacion de lectura",
    ),
    ticket=(r"(?:numero|n°|no\.?|referencia) (?:de )?(?:ticket|caso|incidencia|solicitud)",),
    but=(r"pero\b|sin embargo\b|aunque\b",),
)
