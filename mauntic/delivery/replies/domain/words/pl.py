"""Polish."""

from mauntic.delivery.replies.domain.words.lexicon import Lexicon

MONTH = r"(?:stycz\w{1,4}|lut\w{1,4}|marc\w{1,2}|marz\w{1,2}|kwie[ct]\w{1,4}|maj\w{0,2}|czerw\w{1,3}|lip\w{1,3}|sierp\w{1,3}|wrze\w{1,5}|pazdziernik\w{0,2}|listopad\w{0,2}|grud\w{1,4})"
FAR = (
    rf"(?:(?:w |we |od |na poczatku |pod koniec )?{MONTH}\b|(?:w )?(?:przyszl\w{{1,4}}|nastepn\w{{1,4}}|nowym|kolejn\w{{1,3}}) (?:rok\w?|kwarta\w+|miesi\w+|polrocz\w+)|po (?:wakacjach|swietach|urlopie|lecie|nowym roku|feriach)|(?:na )?(?:wiosn\w|jesieni\w?|latem|zima)|"
    r"za (?:kilka|dwa|trzy|cztery|pol roku|szesc|\d{1,2}) ?(?:miesi\w+|tygodni\w*)?|q[1-4]\b|20[2-9]\d)"
)

POLISH = Lexicon(
    unsubscribe=(
        r"wypisani\w{1,2}|z (?:tej|waszej|panstwa|listy|bazy|newslettera)\b[^.?!]{0,20}(?:list\w|baz\w|"
        r"wypis\w*|usun\w*)?",
        r"(?:nie(?! (?:wahaj|otrzymal|dostal|jest|mam ))|zadnych|koniec|stop|"
        r"dosc)(?: \w{1,12}){0,4} (?:maili|mailem|e-?maili|wiadomosci|ofert|reklam|newsletter\w?|spamu|"
        r"kontaktowac|pisac|korespondencji|przetwarzanie)\b",
        r"(?:usun\w{1,6}|wykresl\w{1,5}|skasowa\w{1,4}|wypis\w{1,5}|usuwani\w|"
        r"skresl\w{1,4})(?: \S{1,10}){0,4} (?:mnie|nas|moj\w{0,4}|nasz\w{0,4}|z (?:listy|bazy|mailingu|"
        r"newslettera)|ten adres|adres\w*|dane)|(?:mnie|nas|moj\w{0,4}|adres\w*|"
        r"dane)(?: \S{1,8}){0,3} (?:usun\w*|wykresl\w*|wypis\w*|skasowa\w*|z (?:listy|bazy))|"
        r"wypis\w{1,5} (?:mnie|sie|nas)|(?:rezygnuj\w+|rezygnacja)\b[^.?!]{0,40}|(?:nie|prosze nie|"
        r"wiecej nie|prosze wiecej nie) (?:\w{1,10} ){0,4}(?:pisac|wysylac|przysylac|kontaktowac|pisz\w*|"
        r"wysyl\w+|przysyl\w+|kontaktuj\w*|dzwonic|nagabywac)|(?:nie (?:zycz\w+|chc\w+|"
        r"wyrazam))(?: \S{1,10}){0,5} (?:wiadomosci|maili|e-?maili|mailingu|ofert|kontaktu|otrzymyw\w+|"
        r"dostaw\w+|zgody|reklam|korespondencji|wiecej)|(?:koniec|stop|dosc|"
        r"przesta\w+)[^.?!]{0,30}(?:maili|wiadomosci|spamu|wysyla\w+|pisa\w+|e-?maili)|(?:rodo|gdpr|"
        r"ochron\w+ danych|prawo do (?:bycia zapomnianym|sprzeciwu|dostepu))|(?:nigdy|"
        r"nie) (?:\S{1,10} ){0,3}(?:zgod\w+|zapis\w+|wyrazi\w+)|zglosz\w+[^.?!]{0,20}spam|(?:zadam|"
        r"wnosze) (?:\S{1,8} ){0,3}usuniecia|odsubskryb\w+|cof\w+ zgod\w+|sprzeciw\w*",
    ),
    unsubscribe_words=(
        "stop",
        "wypisz",
        "wypisz mnie",
        "rezygnuje",
        "usun",
        "wypisac",
        "rezygnacja",
        "usunac",
    ),
    spared=(r"jak (?:\S{1,10} ){0,4}(?:klien\w+|uzytkowni\w+|odbior\w+|kontakt\w+)",),
    negative=(
        r"nie[,.]? (?:dziekuj\w+|dzieki)|dziekuj\w+,? (?:ale )?nie\b|nie\s*[.!]*$|"
        r"nie (?:\S{1,10} ){0,4}(?:zainteresowan\w+|interesuj\w+|potrzebuj\w+|potrzeb\w+|skorzyst\w+|"
        r"dla nas|pasuje|planuj\w+|szukam\w?|rozwaza\w+|dotyczy|wspolprac\w+)|(?:brak|"
        r"bez) (?:zainteresowania|potrzeby)|(?:mamy|mam|korzystamy|wspolpracujemy|"
        r"uzywamy) (?:\S{1,6} )?juz|juz (?:\S{1,8} ){0,2}(?:mamy|mam|korzystamy|wspolpracujemy|uzywamy)|"
        r"(?:odmawia\w+|dziekujemy za oferte)|za drogo",
    ),
    later=(
        rf"(?:dopiero|najwczesniej|lepiej|najszybciej|moze) {FAR}",
        rf"nie (?:\S{{1,8}} ){{0,2}}(?:teraz|w tej chwili|obecnie|na razie|w tym roku)|(?:teraz|obecnie|na razie|w tej chwili|w tym roku|aktualnie)(?: \S{{1,8}}){{0,3}} nie\b|(?:prosze|kontakt|wroc\w+|odezw\w+|zadzwon\w+|porozmawia\w+|napis\w+|skontakt\w+|przypomn\w+)(?: \S{{1,12}}){{0,5}} (?:{FAR}|pozniej)|(?:moze|byc moze|ewentualnie|raczej) (?:{FAR}|pozniej)|"
        r"(?:brak|nie mamy|nie ma) (?:budzetu|czasu|srodkow)|budzet\w* (?:\S{1,8} ){0,3}zamroz\w+",
    ),
    referral=(
        r"nie jestem (?:\S{1,8} ){0,2}(?:wlasciw\w+|odpowiedni\w+|osoba)|to nie (?:moja|moj)|"
        r"nie (?:zajmuj\w+|odpowiadam)|(?:prosze|prosimy) (?:\S{1,8} ){0,2}(?:skontaktowac|kontaktowac|"
        r"pisac|zwrocic|rozmawiac|kontakt)(?: sie)? (?:z |do )(?!nami\b|mna\b|mnie\b)\S{2,}|(?:przekaz\w+|"
        r"przesylam|przesyl\w+) (?:\S{1,10} ){0,4}(?:do|dalej|kole\w+|dzial\w+|szef\w*)|(?:w kopii|w cc|"
        r"do wiadomosci)|(?:zajmuje sie|odpowiada za|osoba odpowiedzialn\w+|wlasciwa osoba)",
    ),
    positive=(
        r"tak\b|chetnie|oczywiscie|jasne\b|zgoda\b|swietnie|pewnie\b|(?:brzmi|wyglada) (?:dobrze|ciekawie|"
        r"swietnie|interesujaco)|(?:jestem|jestesmy|bylbym|bylabym) (?:\S{1,8} )?zainteresowan\w+|"
        r"(?:interesuje|zainteresowalo) (?:mnie|nas)|(?:prosze|prosimy) (?:o|przeslac|wyslac|"
        r"podeslac)(?: \S{1,12}){0,4} (?:oferte|oferty|informacj\w+|prezentacj\w+|cennik\w*|szczegol\w+|"
        r"material\w+|wycene|demo|kontakt\w*|telefon\w*|przesl\w+)|(?:prosze|prosimy) o (?:kontakt|"
        r"telefon|wiecej|oferte|przeslanie)\b(?! w )|(?:mozemy|mozna|moglibysmy|moze pan\w?|"
        r"czy mozemy)(?: \S{1,10}){0,4} (?:porozmawia\w*|umowi\w*|spotka\w*|zadzwoni\w*|przesla\w*|"
        r"pokaza\w*)|(?:poniedzialek|wtorek|sroda|srode|czwartek|piatek|"
        r"jutro)(?: \S{1,10}){0,4} (?:pasuje|odpowiada|moze byc|o \d)|wiecej informacji|"
        r"dowiedziec sie wiecej",
    ),
    interest=(r"(?:bardzo )?(?:ciekawe|interesujace)\b",),
    question=(r"ile (?:to )?kosztuje|(?:czy|ile|jak|jaki\w?|gdzie|kto|co|kiedy|dlaczego)\b[^.?!]{0,120}\?",),
    thanks=(r"(?:dziekuj\w+|dzieki|otrzymalem|przyjalem)",),
    negation=(r"nie\b|bez\b|nigdy\b|niestety\b|zadn\w+\b|ani\b",),
    away=(
        r"nie ma mnie\b|niedostepn\w\b|bede (?:niedostepn|nieobecn)\w",
        r"jestem (?:\w{1,8} )?(?:chor\w)\b",
        r"(?:na urlopie|urlop\w* (?:macierzynsk\w+|rodzicielsk\w+|wychowawcz\w+|wypoczynkow\w+)|"
        r"poza biurem|nieobecn\w+|w delegacji|w podrozy|na zwolnieniu|na l4|urlop do|"
        r"przebywam (?:\S{1,8} )?(?:na|poza|w))\b|ograniczony dostep|(?:wracam|wroce|bede (?:ponownie|"
        r"z powrotem|dostepn\w)|powrot)\b|po (?:moim )?powrocie|podczas mojej nieobecnosci|"
        r"w pilnych sprawach|biuro (?:\S{1,8} ){0,3}(?:nieczynne|zamkniete)",
    ),
    left=(
        r"(?:juz )?(?:u nas |w (?:firmie|\S{2,20}) )(?:juz )?nie pracuje",
        r"nie (?:pracuj\w+|jest|jestem) (?:\S{1,6} )?(?:juz|pracownikiem)|(?:juz nie|nie) pracuj\w+|"
        r"odsze\w+ z (?:firmy|pracy)|odeszla|na emeryturz\w|nie zyje|zakonczyl\w* (?:prace|wspolprac\w+)",
    ),
    automatic=(
        r"potwierdzamy (?:otrzymanie|odbior|przyjecie)|potwierdzenie (?:odbioru|otrzymania)",
        r"(?:twoj\w|twoja|panstwa|pana|pani) (?:wiadomosc|zgloszenie|mail|e-?mail|"
        r"zapytanie)(?: (?!nie)\w{1,10}){0,3} (?:otrzyman\w|przyjet\w|zarejestrowan\w|odebran\w)",
        r"(?:ta|ten|to) (?:\S{1,12} )?(?:skrzynka|adres|konto|wiadomosc)\b(?: \S{1,14}){0,6}? (?:nie|"
        r"tylko|wylacznie)\b",
        r"(?:odpowiemy|skontaktujemy sie)\b",
        r"(?:wiadomosc|odpowiedz|mail|e-?mail) (?:\S{1,12} ){0,2}(?:automatyczn\w+|wygenerowan\w+)|"
        r"automatyczn\w+ (?:odpowiedz|wiadomosc)|wygenerowan\w+ automatycznie|(?:prosze|"
        r"prosimy) (?:na nia |na te wiadomosc )?nie odpowiadac|(?:nie odpowiadaj)|"
        r"otrzymalismy (?:\S{1,6} )?(?:twoj\w*|pan\w*|zgloszen\w+|wiadomosc|zapytan\w+)|(?:zgloszenie|"
        r"wiadomosc) (?:\S{1,6} ){0,2}(?:przyjet\w+|zarejestrowan\w+)|"
        r"skrzynka (?:\S{1,8} ){0,3}nie (?:jest )?(?:monitorowan\w+|czytan\w+)",
    ),
    ticket=(r"numer (?:zgloszenia|sprawy|ticketu)",),
    but=(r"ale\b|jednak\b|lecz\b",),
)
