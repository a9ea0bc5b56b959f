"""English of automatic replies."""

from mauntic.delivery.replies.domain.words.lexicon import Lexicon

ENGLISH_MACHINES = Lexicon(
    away=(
        r"on a (?:flight|plane|train|trip|tour)\b|attending (?:a|an|the|our) (?:\w{1,12} )?(?:conference|"
        r"event|fair|summit|training|seminar|meeting|workshop)|(?:i'?m|i am|i'?ll be|"
        r"we're) (?:\w{1,8} )?off\b(?! (?:the|to|limits|topic))|not (?:be )?in (?:the |my )?office|"
        r"unavailable (?:until|till|today|this|from|for)|closing early",
        r"expect (?:a |some )?(?:\w{1,8} )?delay\w{0,2}",
        r"(?:out|off) sick|(?:i'?m|i am) (?:\w{1,8} )?(?:sick|ill|unwell)\b|sick (?:today|day|this week)|"
        r"jury duty|sabbatical|(?:check|checking|read|reading|see)(?: my| the)? (?:e-?mails?|mail|"
        r"messages|inbox) (?:\w{1,8} )?(?:rarely|infrequently|occasionally|sporadically|intermittently|"
        r"less)|backpacking|offline (?:until|till|this|for|from)|part[- ]time[^!?]{0,60}(?:reply|respond|"
        r"next)|next working day|(?:no|without) (?:access|connection|reception|signal|internet)",
        r"(?:i'?m|i am|i'?ll be|i will be|we're|we are|am) (?:\w{1,10} )?out (?:until|till|this|next|from|"
        r"today|and|for the|on)\b",
        r"(?:enjoying|taking|having) (?:some |a few days? )?(?:time |days? )?off\b|time off\b|(?:day|days|"
        r"week) off\b|off (?:until|till|today|this week|sick|work)\b|(?:slow|delayed|slower|delay|"
        r"late) (?:to|in) (?:respond|reply|answer)\w*|(?:response|reply|responses|replies) (?:will|may|"
        r"might|could) be (?:\w{1,8} )?(?:delayed|slow)|at an? (?:conference|trade show|offsite|off-site|"
        r"event|fair|training|summit)\b[^.?!]{0,60}(?:limited|slow|delay|respond|reply|back|until)|"
        r"be back\b|back in (?:the )?office",
        r"(?:i'?m|i am|i will be|i'?ll be|we are|currently|am|is|be|are|he is|"
        r"she is)? ?(?:\w{1,10} )?out[- ]of[- ](?:the |my |our )?(?:office|town)|ooo\b|ooto\b|(?:(?:i'?m|"
        r"am|be|currently|is|are|hi|hello|will be) (?:\w{1,10} )?(?:away|absent)|^(?:away|"
        r"absent)) (?:from|on|until|till|for|this|and|with)|away from (?:my |the )?(?:office|desk|e-?mail|"
        r"computer|keyboard|mail)|(?:i'?m|i am|currently|be) (?:\w{1,10} )?(?:away|absent|traveling|"
        r"travelling|on the road|unavailable|unreachable)\b",
        r"on (?:\w{1,12} ){0,2}(?:leave|vacation|holidays?|pto|sabbatical|parental|paternity|maternity|"
        r"furlough|business trip|honeymoon|break)\b|(?:annual|parental|maternity|paternity|sick|medical|"
        r"family|bereavement|study|adoption) leave",
        r"(?:limited|no|restricted|intermittent|sporadic|little) (?:\w{1,10} )?access to (?:my |e-?mail|"
        r"mail|internet|messages)|(?:will|shall|i'?ll)(?: \w{1,8}){0,2} (?:return|be back|"
        r"be returning)(?: \w{1,10}){0,4} (?:on|in|after|once|\d)|(?:will|shall|"
        r"i'?ll)(?: \w{1,8}){0,2} (?:respond|reply|get back|answer|read)(?: \w{1,10}){0,8} (?:on my|"
        r"when i|when my|after (?:i|my|the \d|\d)|upon|once i|as soon as i|my return|i'?m back)|"
        r"(?:returning|back) (?:in|to|at) (?:the |my )?(?:office|work|desk)|(?:back|returning) on\b",
        r"(?:upon|on|after) my return\b|in my absence|during my absence|while (?:i am|i'?m) (?:away|out|"
        r"gone)|(?:office|offices|company|business) (?:is|are|will be) closed|closed (?:until|between|"
        r"for (?:the )?(?:holiday|christmas|vacation|season|summer|winter|easter|weekend|new year|"
        r"thanksgiving|inventory))|auto(?:matic)?[- ]?(?:reply|response|responder)[^?]{0,30}(?:away|out|"
        r"vacation)",
    ),
    left=(
        r"(?:is|am|are) (?:not|no longer) with (?:us|the company|our|client)\b",
        r"(?:he|she|they|has|have|who|recently) (?:\w{1,8} )?(?:quit|resigned|retired)\b|"
        r"moved (?:on )?to (?:a |an )?(?:\w{1,8} )?(?:another|different|new) (?:company|firm|employer|job|"
        r"role|opportunity|position)|moved to another|no longer at\b|(?:is|has been) (?:let go|laid off)|"
        r"(?:new|changed) jobs?\b",
        r"(?:has |have |had )?left (?:\S{2,20} ){1,3}(?:at the (?:end|beginning|start)|as of|effective|"
        r"last (?:month|week|year|summer)|in 20\d\d|to pursue)|former (?:employee|colleague)",
        r"(?:has |have |i'?ve |i )?(?:sadly |recently |since )?(?:passed away|retired from|moved on from)|"
        r"i'?ve retired|(?:doesn't|does not|don't) work (?:here|there)|deceased\b",
        r"no longer (?:\w{1,8} )?(?:with|at|work\w{0,3}|employed|part of|a member|an employee|affiliated|"
        r"here)\b|not (?:employed|working) (?:at|with|for|by|here)|(?:does|do) ?(?:not|n't) work (?:here|"
        r"at|for)|(?:has|have|i'?ve|recently|had) (?:\w{1,10} )?left (?:the |our |us\b|my )?(?:company|"
        r"organi[sz]ation|firm|business|team|us\b|\S{2,30}(?: (?:ltd|inc|gmbh|ag|corp|llc|plc|sa|se|bv|"
        r"group|as of|on|in)\b|\s*[.,!]|\s*$))",
        r"(?:has|have|'ve|is|am|i) (?:\w{1,8} )?(?:retired|resigned|moved on|passed away|departed|"
        r"been made redundant|been let go)|is deceased|former employee|(?:my |his |"
        r"her )?last (?:working )?day (?:at|was|with)",
    ),
    automatic=(
        r"requires? (?:your )?(?:confirmation|verification)|(?:confirm|acknowledge)(?:s|"
        r"ing)? (?:the )?receipt|received your (?:e-?mail|message|mail|request)(?!s)",
        r"your (?:\w{1,10} )?(?:e-?mail|message|request|inquiry|enquiry|query|ticket|case) (?:will|"
        r"shall) be (?:\w{1,10} )?(?:dealt|answered|processed|handled|reviewed|attended|forwarded|read|"
        r"responded)|(?:notification|send|outgoing|outbound)[- ]only|monitored (?:only|during|between|"
        r"from)|(?:this|our) (?:inbox|mailbox) is monitored",
        r"(?:this|the|our|you have (?:reached|contacted) (?:a|an)) (?:\S{1,12} )?(?:mailbox|inbox|"
        r"e-?mail (?:address|account)|address|account|number)\b(?: \S{1,14}){0,6}? (?:only|not|no longer|"
        r"outgoing|cannot|can't|never|isn't|unmonitored|unattended)\b",
        r"(?:you have|you've) (?:reached|contacted) (?:a|an|the|our)\b|we (?:have )?(?:got|"
        r"received) your (?:message|e-?mail|mail|inquiry|enquiry|request|note)\b(?!s)|"
        r"one of our (?:\w{1,14} )?(?:representatives|agents|specialists|colleagues|experts|advisors|"
        r"consultants|team|staff|members)|appreciate your (?:inquiry|enquiry|patience|interest|request)|"
        r"dear (?:sender|customer|valued)|(?:a|your) representative will|this is to (?:let you know|"
        r"inform you|confirm|acknowledge)|please be (?:informed|advised) that",
        r"(?:e-?mail|message|delivery)s? to this (?:address|mailbox|group|recipient)[^.?!]{0,20} (?:is|"
        r"are) (?:restricted|limited|blocked|not)|(?:use|fill (?:in|out)|complete) (?:our|"
        r"the) (?:\w{1,10} )?(?:form|portal|help ?cent)|high volume of|(?:may|might|could|"
        r"will) take (?:\w{1,10} )?longer|is (?:very )?important to us|(?:business|office|opening|working|"
        r"service) hours\b",
        r"we(?:'ll| will| shall)(?: \w{1,8}){0,2} (?:be in touch|get back|respond|reply|contact you|"
        r"answer|return)|we(?:'ve| have) (?:got|received) your|(?:our team|we) (?:typically|usually|"
        r"normally|generally) (?:repl|respond|answer)",
        r"(?:e-?mail )?address (?:has|was|is) (?:been )?(?:changed|deactivated|closed|disabled|"
        r"discontinued|being retired)|(?:new|updated) e-?mail address (?:is|:)|update your (?:records|"
        r"address book|contacts)|has been forwarded to",
        r"(?:within|innerhalb(?: von)?|sous|dans (?:les|un delai de)|en un plazo de|en menos de|dentro de|"
        r"binnen|entro|em ate|no prazo de|inom|w ciagu|i lobet af) (?:the next |max\.? )?(?:\d{1,3}|one|"
        r"two|three|einem|zwei|een|twee|due|dois|duas|dos) ?(?:-?\s?\d{1,3} )?(?:h\b|hours?|business|"
        r"working|days|stunden|werktag\w*|arbeitstag\w*|tagen|heures|jours|horas|dias|uur|werkdag\w*|"
        r"dagen|ore|giorni|timmar|arbetsdagar|dagar|godzin|dni)",
        r"(?:this is an? |the following is an? )?(?:automat\w{1,5}|auto)[- ]?(?:generated )?(?:e-?mail|"
        r"message|mail|reply|response|notification|acknowledg\w{3,6}|answer|confirmation)|(?:generated|"
        r"sent) automatically|automatically generated|auto-?generated|auto-?repl",
        r"(?:mailbox|inbox|address|account|e-?mail)(?: \w{1,12}){0,4} (?:not|n't|no longer|"
        r"un)[- ]?(?:being |actively |regularly )?(?:monitored|read|checked|attended|in use|used|active|"
        r"valid)|unmonitored|unattended|not monitored|(?:do not|don't|please do not) (?:reply|"
        r"respond) (?:to this|directly)|do not reply\b|no-?reply\b|replies (?:are|will) not",
        r"(?:we|i) (?:have |'ve )?(?:successfully )?received your (?:\w{1,10} )?(?:e-?mail(?!s)|"
        r"message(?!s)|request|inquiry|enquiry|query|mail|ticket|application)|"
        r"your (?:\w{1,10} )?(?:e-?mail|message|request|inquiry|enquiry|query|ticket|"
        r"case) (?:\([^)]{0,20}\) )?(?:has been|was|is being|is) (?:\w{1,12} )?(?:received|logged|"
        r"registered|created|forwarded|queued|reviewed|assigned|submitted|recorded|processed)",
        r"(?:thank you|thanks) for (?:contacting|reaching out to|getting in touch with|your (?:inquiry|"
        r"enquiry|interest in|request)|writing to|e-?mailing)(?! me\b)[^.?!]{0,60}[.!]|(?:member|someone|"
        r"one|agent|representative) (?:of|from) our (?:\w{1,12} )?(?:team|staff)[^.?!]{0,20}(?:will|"
        r"shall)|(?:get back|respond|reply|be in touch)(?: \w{1,8}){0,3} within (?:\d|one|two|three|24)",
        r"(?:confirm|verify|prove)(?: \w{1,8}){0,4} (?:not a robot|human|real (?:person|sender)|sender|"
        r"your (?:e-?mail|address|identity))|(?:was |been |is )?(?:waitlisted|whitelist|quarantined)|"
        r"sender verification|verification required|spam (?:protection|filter) (?:is|requires)",
        r"your (?:message|mail|e-?mail) was (?:read|displayed|opened)|read receipt|return receipt",
    ),
    ticket=(
        r"(?:ticket|case|request|reference|incident|inquiry)(?: (?:number|no\.?|id|#|ref\w*))?\s*(?:is|:|"
        r"#|\[|\()?\s*[#\[(]{0,2}[a-z]{0,4}-?\d{3,}|(?:support|service|help) (?:ticket|desk|request)|"
        r"type your reply above this line",
    ),
)
