"""English, as people write it; what machines write stands in `en_machines`."""

from mauntic.delivery.replies.domain.words.lexicon import Lexicon

NOT = r"(?:do ?n[o']t|dont|do not|never|please not|not to|no longer)"
MAIL = r"(?:e-?mails?|mails?|messages?|newsletters?|spam|offers?|marketing|communications?|correspondence|outreach)"
MONTH = (
    r"(?:january|(?<=in )jan\b|(?<=by )jan\b|(?<=of )jan\b|feb(?:ruary)?|march|april|june|july|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
FAR = rf"(?:{MONTH}|in may|q[1-4]|h[12]\b|next (?:year|quarter|month|spring|summer|autumn|fall|winter|fiscal|season)|(?:the )?new year|(?:after|before|past) (?:the |our |my )?(?:summer|holidays?|christmas|easter|vacation|break|launch|move|migration|quarter|year|budget|release|rollout|audit|season|merger)|(?:the |this |in )(?:spring|summer|autumn|fall|winter)|(?:in |for )?(?:a few|a couple of|several|some|two|three|four|five|six|nine|twelve|\d{1, 2}) (?:months|weeks|quarters)|20[2-9]\d|end of (?:the )?(?:year|quarter)|later (?:this|in the) (?:year|quarter))"
AGAIN = (
    r"(?:get|come|circle|reach|check|follow|touch|ping|try|contact|e-?mail|call|write|ask|remind|talk|"
    r"speak|reconnect|revisit|connect|look|loop|chat|discuss|review|reconsider|consider|re-?evaluate|"
    r"catch|bump|nudge|hit|message|renew)"
)

ENGLISH = Lexicon(
    unsubscribe=(
        r"(?:expunge|get rid of|wipe|destroy|clear|forget) (?:all )?(?:my|our|any)\b|(?:do not|don't|"
        r"never|stop) (?:use|using|share|sharing|sell|store|process)\w{0,3} (?:this|my|"
        r"our) (?:\w{1,10} )?(?:address|e-?mail|mail|data|info\w{0,7}|details|name|number|contact)|"
        r"(?:do not|don't|did not|didn't|never|not) (?:\w{1,8} )?(?:consent|agree to (?:this|these|your)|"
        r"authori[sz]e|opt in)",
        r"leav(?:e|ing) (?:me|us) (?:alone|in peace|be\b)",
        r"(?:rather|prefer|wish|like)(?: \w{1,8}){0,2} you (?:did ?n[o']t|not|would ?n[o']t|never|don't|"
        r"do not) (?:\w{1,8} )?(?:contact|e-?mail|mail|write|call|message|send|reach)",
        r"(?:do not|don't|dont|never) (?:ask|try|bother|come|send e-?mails?|send mails?|send messages?|"
        r"send anything)\b(?: \w{1,8}){0,3}(?: again| back| to (?:this|me|us)|\s*[.!]*$)",
        r"(?:do not|don't|dont|never) (?:e-?mail|mail|contact|call|text|message|write|send|"
        r"solicit)\s*[.!]*$|dnc\b|do[- ]not[- ](?:contact|e-?mail|call|mail)\b",
        r"(?:off|from|out of|on|leave) (?:of )?(?:this|your|the|these|that|any|all|"
        r"our) (?:\w{1,12} )?(?:mailing |mail |e-?mail |contact |distribution |marketing )?(?:lists?|"
        r"mailings?|newsletters?|campaigns?|sequences?|cadence|database)\b",
        r"(?:leave|keep|cross|strike|count|drop) (?:me|us) (?:off|out of|from) |(?:cancel|end|terminate|"
        r"stop) (?:my|our|this|the) (?:\w{1,10} )?subscription",
        r"(?:not|no|without|never|any)(?: \w{1,8}){0,3} (?:permission|consent|authori[sz]ation|"
        r"right to)(?: \w{1,8}){0,2} (?:to )?(?:contact|e-?mail|mail|write|send|use|store|process|market)",
        r"where(?:'s| is| do i)(?: \w{1,8}){0,3} (?:unsubscribe|opt[- ]?out)|how (?:do|can|to)(?: (?:i|"
        r"we))? (?:unsubscribe|get off|stop (?:these|this|your|getting|receiving)|opt out(?! of (?:the|a|"
        r"my|our) (?:trial|contract|plan)))",
        r"no more of (?:these|this|those|your|that)|no more[.!,]*$",
        r"(?:do ?n[o']t|not|never|no longer)(?: \w{1,8}){0,2} (?:get|getting|receive|receiving|see|seeing|"
        r"want|need)(?: \w{1,8})? (?:these|those|such|them (?:any|again)|any (?:of|more) (?:these|your|"
        r"this|those))",
        r"(?:do ?n[o']t|never|not) (?:add|put|include|keep|sign) (?:me|us|my|our) ",
        r"(?:if|that|wish|want|like|ask|asked|told|request|appreciate)(?: \w{1,8}){0,3} you(?: would|"
        r" could| to| please)? (?:stop|stopped|cease|quit)\w{0,2} (?:\w{3,12}ing|this|these|it)",
        r"(?:already|twice|before|times?)(?: \w{1,8}){0,3} (?:unsubscribed|opted out|"
        r"asked (?:you )?to (?:stop|be))",
        r"(?:never|not) hear(?:ing)? from (?:you|your)",
        r"(?:no|cease|desist|refrain|stop|without|spare (?:me|us)|enough|"
        r"end)(?!(?: \w{1,12}){0,3} (?:right|correct|best|good|main|proper))(?: \w{1,12}){0,3} (?:contact|"
        r"communicat\w{1,5}|e-?mails|mails|messages|outreach|solicitation\w?|advert\w{0,8}|"
        r"promotion\w{0,2}|marketing|newsletters?|spam\w{0,4}|e-?mailing|mailing|contacting|messaging|"
        r"writing|calls)\b(?=\s*(?:[.!,;]|$|please|any|from|to (?:me|us)|me\b|us\b|at all|again|thanks))",
        r"spamming (?:me|us|our|people)|knock it off|stop it\b|cut it out\b",
        r"(?:take|get) (?:me|us) off\b",
        r"(?:prefer|rather|like|want|wish)(?: \w{1,8})? not (?:to )?(?:receiv|get|hear|be (?:contacted|"
        r"e-?mailed|on))",
        r"(?:could|can|would|will) you (?:please |kindly |just )?stop\b\s*(?:it|this|that|now|"
        r"please)?\s*[?.!]*$",
        r"not (?:to )?be (?:contacted|e-?mailed|bothered|solicited)",
        r"(?:stop|quit|cease|halt|discontinue|end)(?: (?:all|any|with|the|this|these|your|further|"
        r"from)){0,3} (?:e-?mail|mail|messag|send|contact|spam|writ|bother|harass|pester|communicat|"
        r"correspond|reach|text|call|follow)",
        r"(?:please |just |now )?stop(?: it| this| that| now| already)?\s*(?:please)?[.!]*$",
        r"(?:remove|delete|erase|purge|scrub|exclude|deregister|unregister|"
        r"unlist)(?: \w{1,12}){0,3}? (?:me|us|my|our|mine|this (?:e-?mail|address)|it|them|\S{1,60}@)\b",
        r"(?:take|get|drop|strike|cut|pull|want|keep|leave|cross)(?: (?:me|us|my \w{1,12}|our \w{1,12}|"
        r"to be))?(?: \w{1,10})? (?:off|out of|from) [^.?!]{0,30}(?:lists?|database|crm|mailing|"
        r"distribution|sequence|cadence|campaign|system|records?|this)\b",
        r"(?:be|get|been) (?:removed|taken off|unsubscribed|excluded|deleted|opted out)",
        r"un-?s[ub]{1,2}s?[ck]?r?i?b\w{0,4}\b|unsub\b|unsusc\w{3,8}|opt(?:ing)?[- ]?(?:me |us |"
        r"my \w{1,10} )?out",
        rf"(?:no|zero) (?:more|further|other) (?:of (?:this|these|your) )?(?:\w{{1,12}} )?{MAIL}",
        rf"{NOT} (?:ever )?(?:reach out|follow[- ]?up|contact|solicit|approach|spam|bother|disturb|pester)\b",
        rf"{NOT} (?:ever )?(?:e-?mail|mail|message|write|text|call|send)(?: to)? (?:me|us|my|this)\b[^.?!]{{0,20}}(?:any ?more|again|further|please|$)",
        rf"{NOT} (?:ever )?(?:e-?mail|mail|message|write|text|call|send)\b[^.?!]{{0,20}}"
        rf"(?:any ?more|again|further|more {MAIL}|such|any {MAIL}|these)",
        rf"{NOT} (?:ever )?(?:want|wish|care|like|need|agree|expect)(?: to)? (?:receiv|get|hear|be contacted|be e-?mailed|"
        rf"(?:any |your |these |more |further ){{1,2}}{MAIL})",
        rf"(?:am|are|'m|'re) not (?:\w{{1,12}} )?(?:receiving|getting|interested in (?:receiving|getting)) [^.?!]{{0,20}}{MAIL}",
        r"(?:lose|forget) (?:my|our|this)\b|leave (?:me|us) alone|go away\b|get lost\b|(?:f\W?\w?\W?\w?ck|"
        r"piss|bugger) off",
        r"(?:under|per|according|pursuant|gdpr|ccpa|article|art\.?)[^?!]{0,60}(?:request|demand|ask|erase|"
        r"delet|copy|object)",
        r"(?:right (?:to|of) (?:object|erasure|be forgotten|access)|subject access request|data subject|"
        r"dsar\b)",
        r"(?:copy|disclosure) of (?:all )?(?:the |my |any )?(?:personal )?(?:data|information) (?:that )?you",
        r"(?:delet\w{1,4}|eras\w{1,4}|remov\w{1,4}) (?:of )?(?:all )?(?:of )?(?:my|our|all|"
        r"any) (?:\w{1,12} ){0,2}(?:data|details|info\w*|records?|profile|contact|address|e-?mail|number|"
        r"name)",
        r"(?:withdraw|revoke)\w* (?:\w{1,10} ){0,2}consent",
        r"(?:never|did ?n[o']t|do ?n[o']t (?:remember|recall)|have ?n[o']t|"
        r"nor did i) (?:ever )?(?:sign\w{0,4}[- ]up|subscrib\w{1,5}|consent\w{0,4}|opt\w{0,4}[- ]in|"
        r"agree\w{0,4} to (?:receive|be|get|this)|ask\w{0,3} (?:for (?:this|these)|to (?:be|get))|"
        r"request\w{0,4} (?:this|these|your|to)|(?:give|gave|given)[^.?!]{0,20}(?:consent|"
        r"permission))(?! yet)",
        r"(?:report|mark|flag)\w{0,4} (?:\w{1,12} ){0,4}(?:as |for |to )?(?:spam|junk|abuse)|(?:will|"
        r"going to) report (?:you|this)",
        r"(?:block|blacklist)(?:ed|ing)? (?:you|your|this)\b|cease and desist|harassment|harassing|"
        r"(?:legal action|my lawyer)",
        r"(?:enough|sick|tired) (?:of )?(?:with )?(?:the |these |your |this )?(?:e-?mails|mails|messages|"
        r"spam)",
    ),
    unsubscribe_words=(
        "stop",
        "stop stop",
        "unsubscribe",
        "remove",
        "out",
        "cancel",
        "end",
        "quit",
        "off",
        "delete",
        "off list",
        "remove please",
        "please remove",
        "unsubscribed",
        "stop please",
        "please stop",
        "stop all",
        "no more",
        "enough",
        "optout",
        "opt-out",
        "remove from list",
        "unsubscribe please",
        "please unsubscribe",
        "stopp",
        "arret",
        "stopall",
    ),
    spared=(
        r"^(?:can|do|does|is|are|could|how|what|who) (?![^?]{0,80}don't you)(?!(?:do|can|should|could|"
        r"to) (?:i|we)\b)(?!you\b|i\b|we\b|u\b|to\b|about\b)[^.!]{0,120}\?$",
        r"stop (?:by|in|over|at)\b",
        r"(?:gdpr|dsgvo|rgpd|lgpd|avg|rodo|ccpa)[- ]?(?:compl|konform|conform|ready|proof|certif|zgodn|"
        r"cumpl|friendly)|(?:compl\w{1,8}|konform|conform\w{0,3}|zgodn\w{1,3}|accordance|"
        r"in line) (?:with |mit |au |con |met |z |to )?(?:the )?(?:gdpr|dsgvo|rgpd|lgpd|avg|rodo|ccpa)",
        r"(?:is|are|do|does|ist|sind|est|es|e|is) (?:\S{1,12} ){0,4}(?:gdpr|dsgvo|rgpd|lgpd|avg|rodo|"
        r"ccpa)[^.!]{0,30}\?",
        r"(?:do|does|have|has|with|include|add|put)(?: \w{1,12}){0,5} unsubscribe link|how (?:do|does|did|"
        r"can|could|would|will|are) (?:people|customers|users|clients|recipients|leads|contacts|prospects|"
        r"they|one|someone|somebody|our|your|the|we handle|you (?:handle|deal|treat|manage|process|"
        r"support))",
        r"(?:unsubscribe|opt[- ]?out|unsubscription)s? (?:rate|page|button|feature|option|handling|flow|"
        r"process|management|function|header|request|list|support)",
        r"opt(?:ing)?[- ]?out (?:of|from) (?:the |our |a |an |this |my |your )?(?:\w{1,12} )?(?:annual|"
        r"yearly|contract|plan|renewal|agreement|auto|feature|module|tier|add|pilot|trial|clause|option|"
        r"package|licen|commitment|term)",
        r"(?:your|the|this) (?:product|tool|platform|software|system|app|solution|"
        r"service)(?:'s)? (?:\w{1,12} ){0,3}(?:unsubscribe|opt|remove|delete|stop)",
        r"(?:can|does|do|will|would|could) (?:it|we|they|the tool|your \w{1,12}|"
        r"our \w{1,12}) (?:\w{1,12} ){0,4}(?:unsubscribe|opt[- ]?out|delete|remove|stop)",
        r"unsubscribe (?:our|their|customers|users|contacts|people)",
    ),
    negative=(
        r"(?:chose|choose|chosen|picked|selected|signed(?: up)? with|went with|stay(?:ing|ed)? with|"
        r"stick(?:ing)? (?:with|to)|found|bought from) (?:another|someone|somebody|a different|other|"
        r"our (?:current|existing|own)|the current|what we have|[a-z]{3,20}\b(?=\s*[.,!]|\s*$))",
        r"happy with (?:our|what|the current|my|who)|hell freezes|pigs (?:can )?fly|over my dead body|"
        r"let'?s not\b|scam\b|fraud\b|phishing|someone who cares|(?:another|other|different) (?:prospect|"
        r"victim|target)|still no\b|you(?:'re| are) (?:joking|kidding)",
        r"(?:not|n't|never)(?: \w{1,8}){0,2} (?:going|planning|looking|willing|about|intend\w*|"
        r"plan) to (?:\w{1,8} )?(?:change|switch|buy|move|replace|spend|use|add|purchase|invest)",
        r"(?:tried|used|had) (?:this|it|that|you|your \w{1,10}) before|afraid (?:we|i|not|that)|(?:only|"
        r"just|exclusively) work with|(?:can'?t|cannot|don't) see (?:us|me|this|it|a)|(?:didn't|did not|"
        r"won't) (?:work|help|fit)(?: for| out|[.!]|$)|thanks but\b",
        r"(?:decided|voted|advised|decide) against|(?:just )?(?:kidding|joking)\b|lying if|(?:was|"
        r"were) interested\b|used to be interested",
        r"not what (?:we|i)|(?:we|i)(?:'ve| have) (?:already|just) (?:signed|bought|chosen|selected|"
        r"decided|gone|hired|purchased|implemented)|(?:we|i) (?:don't|do not) (?:outsource|buy|work with|"
        r"use|do (?:this|that)|see (?:the|any))",
        r"(?:do ?n[o']t|dont|not sure|doubt)(?: \w{1,8}){0,2} (?:think|believe|see|feel|this|that|it|"
        r"we)(?: \w{1,10}){0,5} (?:relevant|fit|right|need|interest\w*|useful|work|appropriate|applicable|"
        r"suitable|helpful|help us|for us|match)\b",
        r"not the right (?:company|fit|product|solution|customer|market|audience)|(?:do|doing|handle|done|"
        r"build|built) (?:this|it|that|everything|all) in[- ]?house|in[- ]?house\b",
        r"no,? ?(?:thanks|thank you|thx|ty|tks|tnx)\b|no,? but (?:thanks|thank)|nope\b|nah\b|no way|"
        r"lol no|hell no|hard (?:no|pass)\b|(?:we'll|i'll|will|gonna|going to) (?:\w{1,10} )?pass\b|"
        r"pass on (?:this|it|that)|i'?ll? pass\b",
        r"no\s*[.!]*$|no[.,!] (?!problem|worries)",
        r"(?:not|n't|isn't|never|no longer|hardly|un)[- ]?(?:\w{1,12} ){0,4}interest(?:ed|ing)?\b",
        r"(?:no|zero|little|lost|without) (?:\w{1,10} )?(?:interest|need|use|demand|desire|appetite|"
        r"intention|plans?)\b",
        r"(?:not|n't|isn't|wo n't|never) (?:\w{1,10} ){0,4}(?:for (?:us|me)|(?:a |the )?(?:right |good |"
        r"great )?(?:fit|match)|relevant|applicable|appropriate|suitable|useful|something (?:we|i)|"
        r"looking|in the market|require|need(?:ed)?\b|buying|our (?:thing|area|focus|cup)|my (?:thing|"
        r"cup)|convinced|consider\w*|pursu\w*|proceed\w*|mov\w* forward|go\w* ahead|"
        r"the right time to (?:switch)|going to (?:work|happen))",
        r"(?:do ?n[o']t|dont|wo ?n't|will not|would not|ca ?n't) (?:\w{1,10} ){0,2}(?:need|want (?:this|"
        r"it|that|your|to (?:buy|use|talk|meet|pursue|proceed|change|switch|continue))|see (?:a|the|any|"
        r"how)|use (?:this|that|such)|buy|work with|engage|require|be (?:needing|able|interested|moving|"
        r"pursuing)|have (?:a |any )?(?:need|use|interest|budget))",
        r"(?:we|i)(?:'re| are|'m| am) (?:\w{1,10} )?(?:all set|all good|good\b(?! to)|fine\b(?! with)|"
        r"covered|sorted|happy with|satisfied with|set\b|content with|locked in|committed to)",
        r"(?:already|currently|have) (?:\w{1,10} ){0,3}(?:vendor|supplier|provider|solution|partner|tool|"
        r"system|someone|in place|contract|in-?house|agency|under contract|covered)",
        r"(?:we|i) already (?:use|have|work|do|went|chose|signed|bought)|(?:went|gone|going|decided|chose|"
        r"chosen) (?:to go )?with (?:another|a different|someone|other|a competitor)|(?:in-?house|"
        r"our own) (?:solution|tool|team|system)|(?:we )?built our own",
        r"(?:i|we)(?:'ll| will| must| have to|'ll have to|'d)? (?:\w{1,10} ){0,3}decline|it(?:'s|"
        r" is) a no\b|count (?:me|us) out|(?:waste|wasting) (?:of )?(?:my|our|your)? ?time|spam\b|"
        r"too expensive|(?:out of|beyond) our budget|no budget|(?:doesn't|does not|do not|don't) (?:apply|"
        r"fit|make sense|work for|interest|appeal|resonate)|thanks,? but no\b|(?:rather|prefer) not\b|"
        r"not (?:today|ever)\b",
    ),
    later=(
        rf"(?:send|share|see|show|demo|speak|talk|meet|start|discuss|call|book|schedule)(?: \w{{1,12}}){{0,6}} (?:in|after|from|by|around|not before|until|end of|early|mid|late) {FAR}",
        rf"(?:look|discuss|decide|evaluate|think|consider|plan|review|start)\w{{0,3}}(?: \w{{1,12}}){{0,8}} {FAR}|(?:maybe|perhaps) when\b|too early\b|(?:after|once) (?:the|our|we've|we have) (?:\w{{1,14}} ){{0,2}}(?:closed|finished|completed|done|reorgani\w{{4,8}}|restructur\w{{2,4}}|move|merger|launch|round|funding)",
        rf"not (?:before|until|till|earlier than) (?:the )?{FAR}|(?:circle|check|get|come) back (?:in |around |by )?(?:early|mid|late|end)\W",
        r"not (?:right )?now\b(?! is)|not (?:at (?:this|the) (?:time|moment)|yet\b|today|this (?:year|"
        r"quarter|month|week))",
        r"(?:not (?:a|our|the|my) (?:\w{1,10} )?priorit|(?:bad|wrong|poor|not (?:a|the) (?:good|right|"
        r"best|great)) (?:time|timing|moment)|timing (?:is|isn't|is not|'s) |(?:too|very|super|really|"
        r"extremely) busy|swamped|tied up|snowed under|slammed|under water)",
        rf"(?:maybe|perhaps|possibly|probably) (?:later|{FAR}|in (?:the )?future|another time|some other time)",
        rf"{AGAIN}(?: \w{{1,12}}){{0,6}} (?:again )?(?:in |on |at |by |around |early |mid |late |end of |beginning of |the |for |until |till )*"
        rf"{FAR}",
        rf"{FAR}[^.?!]{{0,40}}(?:would be|is|might be|works?|could be|suits?) (?:\w{{1,10}} )?(?:better|good|fine|best|ideal|great)",
        r"(?:get|come|circle|check|reach|follow|touch|try|ask|contact|call|write|"
        r"ping)(?: \w{1,8}){0,3} (?:back|again|later)(?: \w{1,8}){0,3} (?:later|then|in|after|when|once|"
        r"next)\b",
        r"(?:budget|hiring|spending|project|decision|everything|it)(?:'s| is|"
        r" are)? (?:\w{1,10} )?(?:frozen|on hold|freeze|paused|postponed|locked)|(?:budget|hiring|"
        r"spending) freeze",
        rf"no (?:\w{{1,10}} )?(?:budget|capacity|bandwidth|resources|time|money)[^.?!]{{0,30}}(?:this|now|moment|currently|until|left|yet|"
        rf"right|today|{FAR})",
        rf"(?:until|till|wait|revisit|reconsider|reassess|re-?evaluate|look at (?:this|it)|pick (?:this|it) up|back)(?: \w{{1,8}}){{0,4}} {FAR}",
        r"down the (?:road|line)|in (?:the )?(?:near |not too distant )?future\b|another time\b|"
        r"some other time|at a later (?:date|point|time)|(?:ask|remind|ping|try|contact|call|"
        r"e-?mail) (?:me|us) (?:again )?later|maybe later|later (?:this|in the) (?:year|quarter)",
        rf"(?:let's|let us) (?:\w{{1,12}} ){{0,3}}(?:again )?(?:in |after |around |then in )?{FAR}",
    ),
    referral=(
        r"(?:contact|call|e-?mail|ask|write|speak to|talk to|try) (?:mr|mrs|ms|miss|dr|herr|frau)\b|"
        r"(?:something|one|question|topic|matter|decision|job) for (?:our|my|the) \w",
        r"(?:you )?(?:want|need|have|should|ought) to (?:speak|talk|write|reach out|contact|ask)(?: to|"
        r" with)? (?!me\b|us\b|you\b)",
        r"(?:better|best|well) (?:placed|suited|equipped|positioned)|not (?:\w{1,8} )?involved|"
        r"ask \S{2,20} \(|^\+ ?[a-z]{2,20}\b(?! ?\d)|(?:passing|pass|passed) (?:this|it|that|you) (?:on|"
        r"along|over)",
        r"(?:wrong|not the (?:right|correct|best)) (?:person|contact|one|guy|department|address|people)",
        r"(?:not|n't|isn't|no longer) (?:\w{1,8} ){0,3}(?:my (?:area|department|role|responsibility|field|"
        r"remit|call|job|decision|team)|responsible|in charge|the decision)",
        r"(?:talk|speak|reach out|write|turn|go|contact|e-?mail|try|ask|ping|call|connect|"
        r"get in touch)(?: \w{1,6})?(?: to| with)? (?:my|our|the|your contact|his|"
        r"her) (?:\w{1,14} ){0,3}(?:colleague|team|manager|head|director|cto|ceo|cfo|coo|cmo|cio|vp|boss|"
        r"it\b|department|procurement|purchasing|lead|assistant|partner|office|buyer|founder|counterpart|"
        r"sales|marketing|hr\b|finance)",
        r"(?:talk|speak|reach out|write|contact|e-?mail|try|ask|ping|connect|check)(?: to| with)? (?!me\b|"
        r"us\b|again\b)\S{2,30}(?: \S{2,30})?(?: instead|, (?:he|she|they|who)| (?:who|he|she|they) )",
        r"(?:talk|speak|reach out|write|contact|e-?mail|try|send (?:it|this) to|address)(?: to|"
        r" with)? [^.?!]{0,60}@",
        r"(?:best|better|right|correct|good) (?:person|contact|one|to ask|to contact|to talk|to speak|"
        r"to reach|address)[^?!]{0,30}(?:is|would|be|ask|contact|@|for this)",
        r"(?:would|will|should) be the (?:\w{1,8} )?(?:person|one|contact)|you(?:'d| should|"
        r" had)? better (?:contact|ask|talk|speak)|best (?:to )?(?:ask|contact|talk|speak|reach)",
        r"(?:i(?:'ve| have|'m| am|'ll| will)? |am |have )?(?:forward(?:ed|ing)|copied|copying|cc'?(?:e?d|"
        r"ing)|adding|added|looping|looped|including|passed|passing|connecting|introduc\w{1,4}|"
        r"redirect\w{1,4}|refer\w{1,4}|shar(?:ed|ing))(?: in)?(?: \w{1,12}){0,5}?[ ,](?:to |with |in |"
        r"our |my |her|him|them|here|who|on |@|[a-z]{2,20}(?: here| who|,? (?:our|my)| from| in\b))",
        r"(?:copied|cc'?ed|cc'?d|in (?:cc|copy))\b|\S{2,20} (?:here )?(?:handles|owns|manages|leads|runs|"
        r"takes care of|looks after|is responsible for|is in charge of) (?:this|that|these|our|the|all)|"
        r"who (?:handles|owns|manages|leads|looks after|is responsible|is in charge|takes care)",
        r"can you (?:look at|take|handle|check|have a look)[^.?!]{0,20}(?:this|it|over)\?",
    ),
    positive=(
        r"(?:ok|okay|alright),? (?:next |on |this )?(?:mon|tues|wednes|thurs|fri)day|(?:i|we)(?:'ll|"
        r" will) take\b|set (?:something|it|one|a \w{1,8}) up",
        r"open to (?:a |an |having |hearing |learning |discuss|talk|chat|meet|explor)|(?:book|sign|put|"
        r"pencil|count) (?:me|us) (?:in|up|down)|(?:would|'d) (?:like|love) to (?:receive|get|have|see|"
        r"book|schedule)",
        r"when (?:are|would|do|could|is|will) (?:you|it|we) (?:\w{1,8} )?(?:available|free|have time|talk|"
        r"meet|good|suit|convenient|work)|(?:i|we) can (?:do|make|talk|meet|speak)\b|good timing|"
        r"great timing|i'?d like (?:that|it)\b|(?:yes|sure|ok|okay),? (?:please|when|let)",
        r"yes\b|yep\b|yeah\b|yup\b|sure\b(?! (?:if|whether|how|what|why|about|i|we|that))|absolutely\b|"
        r"definitely\b|certainly\b|of course\b|why not\b|by all means|please do\b|(?:sounds|"
        r"looks) (?:\w{1,10} )?(?:good|great|perfect|fantastic|like a plan|awesome|wonderful|fine|"
        r"exactly)|count (?:me|us) in|i'?m in\b(?!\s\w)|we'?re in\b(?!\s\w)|deal\b[.!]|works (?:for|"
        r"with) (?:me|us)|works\b[.!]?$|that works|perfect\b",
        r"(?:i'?m|we'?re|i am|we are|(?:i|we)(?:'d| would| may| might| could) be|^am|^are|very|definitely|"
        r"quite|really|highly) (?:\w{1,12} )?(?:interested|keen|eager|excited|curious)\b|^interested\b|"
        r"interested[,!.] ",
        r"(?:i'?d|we'?d|i would|we would|happy|glad|love|pleased|keen|(?:i|we)(?: \w{1,8})? (?:want|like|"
        r"wish|need)|willing|ready|eager)(?: \w{1,8}){0,2}? to (?:\w{1,8} )?(?:learn|know|hear|see|talk|"
        r"chat|discuss|meet|try|start|explore|connect|schedule|book|set|get|sign|buy|order|proceed|move|"
        r"join|take|have|give|test|understand|jump|hop|arrange|speak|evaluate|pilot)",
        r"(?:let's|lets|let us) (?:\w{1,10} )?(?:do|talk|chat|meet|set|schedule|book|arrange|find|connect|"
        r"hop|jump|speak|discuss|go|start|try|plan|catch|have|get|make|explore|sync)",
        r"(?:please |can you |could you |would you |kindly |just |pls |do |feel free to |"
        r"you can )?(?:send|share|forward|e-?mail|shoot|mail|drop)(?: (?:me|us|over|through|along|it|"
        r"across)){0,3} (?:\w{1,8} ){0,4}(?:deck|info\w*|details?|pricing|prices?|quote|proposal|offer|"
        r"brochure|material|link|demo|slides?|presentation|case stud\w+|times?|slots?|invite|invitation|"
        r"calendar|overview|more|contract|agreement|doc\w*|pdf|examples?|video|data ?sheet|one-?pager|"
        r"availab\w+|something|it over|catalog\w*|price list|samples?)\b",
        r"tell (?:me|us) (?:\w{1,8} )?(?:more|about)|(?:more|further) (?:info\w*|details?),? (?:please|"
        r"pls)|go ahead\b|(?:book|schedule|set ?up|arrange|organi[sz]e|grab|pick|find|"
        r"block)(?: \w{1,8}){0,4} (?:call|meeting|demo|slot|time|chat|appointment|calendar|session|date)\b",
        r"(?:call|ring|phone|text|reach) (?:me|us)\b(?! (?:again|back)\b[^.]{0,20}later)|give (?:me|"
        r"us) a (?:call|ring|shout)|my (?:number|cell|mobile|calendar|phone) (?:is|:)|here(?:'s|"
        r" is) my (?:number|calendar|calendly|cell|availab)",
        r"(?:can|could|shall|should|may|might) (?:we|you|i) (?:\w{1,8} )?(?:talk|chat|meet|speak|call|"
        r"do a|give (?:me|us) a|show|demo|schedule|set|book|hop|jump|get on|connect|arrange|discuss|"
        r"have a (?:call|chat|look|demo|meeting)|send|try|start|sync|see a|get a (?:demo|quote|trial|"
        r"proposal))",
        r"(?:how|what) about (?:\w{1,8} ){0,3}(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:does|would|is|"
        r"will) (?:\w{1,10} ){0,3}(?:(?:mon|tues|wednes|thurs|fri)day|tomorrow|next week|afternoon|"
        r"morning|\d{1,2} ?(?:am|pm))(?: \w{1,10}){0,3} (?:work|suit|ok|good|fine|possible)|(?:i'?m|"
        r"we'?re|i am|we are) (?:\w{1,8} )?(?:free|available|around)\b|(?:mon|tues|wednes|thurs|"
        r"fri)day(?: \w{1,10}){0,4} (?:works|is (?:good|fine|ok|great|perfect)|suits)|see you (?:on|at|"
        r"then|next|tomorrow)|stop by|come by|drop by|looking forward",
        r"(?:exactly|just) what (?:we|i) (?:\w{1,8} )?(?:need|want|look)|(?:we'?re|we are|i'?m|i am|"
        r"been) (?:\w{1,10} )?(?:looking for|in the market|evaluating|searching)|(?:sign|signing) (?:me|"
        r"us) up|when can (?:we|you|i)|what times?\b|send over",
    ),
    interest=(
        r"(?:very |really |quite |super )?(?:interesting|intriguing|impressive|promising|cool|nice|great)\b",
        r"sounds (?:interesting|intriguing|promising)|looks (?:interesting|nice|cool|promising)|"
        r"love (?:it|this)\b",
    ),
    question=(
        r"(?:what|how|which|when|where|who|why|do|does|did|is|are|can|could|will|would|have|"
        r"has) [^.?!]{0,120}\?",
        r"how much\b|what(?:'s| is| are| does| do)\b|(?:is|are) there\b|do you\b|does it\b|who (?:is|"
        r"are) (?:this|you)\b|wondering (?:if|how|what)",
    ),
    thanks=(
        r"(?:thanks|thank you|thx|got it|noted|received|will (?:read|look|check|review)|i'?ll (?:read|"
        r"look|check|review)|appreciate|cheers)",
    ),
    negation=(
        r"not\b|no\b(?! problem| worries)|never\b|n't\b|\w{2,6}n't\b|dont\b|without\b|nor\b|neither\b|"
        r"hardly\b|cannot\b|unable\b|unless\b|instead\b",
    ),
    but=(r"but\b|though\b|although\b|however\b",),
)
