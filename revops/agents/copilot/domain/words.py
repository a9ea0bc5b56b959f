"""English words that may have a capital letter and are no names."""

from revops.agents.research.domain.word_lists import SENTENCE_STARTS, words

COMMON = SENTENCE_STARTS | words(
    "i i'd i'll i'm i've we'd we'll we're we've you'd you'll you're you've it's that's there's here's",
    "let's what's who's how's don't doesn't didn't can't won't isn't aren't wasn't wouldn't couldn't",
    "shouldn't hi hello dear hey thanks thank best regards kind cheers sincerely please sorry congrats",
    "congratulations am are be been being can could did do does done had has have having is may might",
    "must shall should was were will would am pm ok okay yes no not never always often usually sometimes",
    "perhaps maybe about above across again against all already although among another any anyone",
    "anything around away back based behind below beside besides between beyond either else enough even",
    "ever everyone everything few fewer first second third further given happy glad great good here",
    "however instead just last later least less likely like little look looking looks love many mine my",
    "myself near nearly neither next nobody none nor nothing once only open or other others otherwise our",
    "ours out own quick quickly quite rather ready reading really right same saw seeing seems seen short",
    "simply so someone something soon still such sure than them then thus together too toward towards",
    "unless unlike up us very want wanted well what whatever whenever where whether which whoever whole",
    "whom whose why wish within without wonder wondering work worth yet yours ask asking ask book call",
    "chat check compare curious discuss find get getting give go help helps hope idea imagine interested",
    "keep know learn learned let make makes making mention mentioned noticed notice planning reach",
    "reaching reply say see send share sharing show showing start take taking talk tell test think",
    "thought try trying understand use using write writing case cases customer email emails question",
    "questions reason teams team thing things time today tomorrow week weeks month months year years ceo",
    "cto cfo coo cmo crm api erp hr it ai b2b saas roi",
)
