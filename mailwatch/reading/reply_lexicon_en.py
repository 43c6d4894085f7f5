"""How English-speaking prospects answer. Folded text, contractions written out, one sentence at a time."""

from mailwatch.model.reading import ReplyKind
from mailwatch.reading.reply_lexicon import Rule, Tag, rules

_N = Tag.NONE

MACROS = {
    "QUOTE": r"(?:quotes?|quotations?|proposals?|estimates?|offers?|bids?|prices?|pricing|figures?|terms|contract|agreement|order|option|package|scope|plan|job|work|project|design|fees?|rates?|schedule|version)",
    "YOUR": r"(?:your|the|this|that|our)",
    "WE": r"(?:we|i|the board|the client|my (?:boss|partner|manager|wife|husband)|our (?:director|team|ceo|management)|management|the (?:committee|director|team))",
    "OTHER": r"(?:(?:an|the|some)?other (?:\w+ )?(?:supplier|vendor|contractor|company|agency|provider|firm|quote|offer|proposal|bid|option|candidate|photographer|designer|translator|builder|route|direction|team|partner|business|person|party|studio|consultant)s?|another\b(?! (?:role|job|project|event|department|kitchen|site|question|time|day|meeting|call|address|brief|edition|city|position|quote|offer|look|week|month|one of))|someone else|somebody else|elsewhere|(?:a |your |the )?competitor\w*|different (?:supplier|vendor|company|direction|route|contractor|agency|provider|option)|(?:a )?cheaper (?:supplier|vendor|company|option)|(?:a )?local (?:supplier|firm|company|contractor|builder)|our (?:usual|existing|current|incumbent) \w+)",
    "FIRM": r"(?:suppliers?|vendors?|contractors?|compan(?:y|ies)|agency|agencies|provider|firm|studio|freelancer|builder|photographer|designer|translator|caterer|developer|consultant|partner|outfit|specialist|team|plumber|electrician|landscaper|architect|joiner|decorator|business|shop)",
    "ITEM": r"(?:options?|lots?|parts?|lines?|items?|modules?|trainings?|hosting|maintenance|phases?|pages?|features?|delivery|installation|videos?|extras?|travel(?: costs)?|add-ons?|packages?|sections?)",
}

ACCEPT = rules(
    ReplyKind.ACCEPT,
    MACROS,
    (7.0, r"\b{WE} (?:\w+ )?agree with {YOUR} (?:\w+ ){0,2}?{QUOTE}\b", _N),
    (
        8.0,
        r"\b(?:picked|chosen|selected|hired|chose|choosing|picking|hiring) you\b(?! (?:a|an|some|something)\b)|\b(?:i|we) (?:have )?(?:\w+ )?signed (?:it|everything|the (?:quote|contract|proposal|agreement|estimate|form)|this|both|online)\b|^all signed\b|^you are in$|\bwelcome (?:aboard|on board|to the team)\b|\bthumbs[- ]up (?:from|for|to)\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:(?:my|our|the) (?:\w+ )?(?:wife|husband|boss|partner|board|director|manager|client|committee|council|landlord|team|owner|chair|trustees)|everyone|they all|all of us|we) (?:\w+ )?(?:says?|said|voted) yes\b|^(?:(?:great|ok|okay|yes|perfect)[, ]+)*(?:we|i) (?:accept|agree|approve)(?:$|,)|(?:, |so |and )(?:let us go|go for it|let us do it|let us book it|go ahead)\b|\bwant to have you (?:do|on|start|work)\b",
        _N,
    ),
    (
        6.0,
        r"\b(?:no|not any|without) objections?\b|\b(?:off you go|fire away|over to you|let us (?:roll|crack on)|crack on|get cracking|make a start|full steam ahead)\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:our|the|my) \w+ (?:\w+ )?(?:approved|accepted|agreed to|signed off(?: on)?|voted for|okayed|endorsed) (?:your|the|it)\b|\b(?:answer is|verdict is) (?:a (?:big |definite )?)?yes\b(?! (?:to (?:a|another)|if|when))",
        _N,
    ),
    (
        8.0,
        r"\b(?:signed|countersigned|accepted|approved) (?:\w+ ){0,2}?{QUOTE}\b|\b{QUOTE} (?:\w+ ){0,3}?(?:signed|countersigned|accepted|approved)\b|\bsigned (?:copy|and returned|off)\b",
        _N,
    ),
    (
        8.0,
        r"\b{WE} (?:(?:are|am) )?(?:hereby |happily |gladly |also |pleased to |happy to |delighted to |glad to )*(?:accept|approve|confirm|have (?:now )?(?:accepted|approved|chosen|selected|signed|decided (?:to go with|on) (?:you|your))|choose|select|agree to)(?:s|ed)? (?:that we have (?:chosen|selected) )?(?:\w+ ){0,2}?(?:{YOUR}|you\b)",
        _N,
    ),
    (
        8.0,
        r"\b(?:(?:has|have|had) been|is|was|are|were) (?:approved|accepted|signed off|agreed|chosen|selected)\b|\b(?:has|have) (?:approved|accepted|agreed|signed off)\b(?! (?:to (?:look|meet|review|discuss|talk)|an?\b|another|some|with (?:another|a)))|\b(?:approved|accepted|chosen|selected|signed off on) (?:your|the) (?:\w+ ){0,2}?{QUOTE}",
        _N,
    ),
    (
        7.0,
        r"^(?:(?:great|ok|okay|yes|perfect|good news|all good|thanks)[ ,:-]+)*(?:approved|accepted|agreed|confirmed|deal|sold|done deal)\b(?! (?:in principle|by))",
        _N,
    ),
    (
        7.0,
        r"\b(?:please|kindly|you can|you may|feel free to|want to|happy to|ready to|glad to|let us|like you to|pleased to|good to|okay to|ok to|love to) (?:now |please )?(?:go ahead|proceed|move forward|get started|start(?: work)?|begin|book (?:it|us) in|place (?:the|an|our) order|order|sign|crack on)\b",
        _N,
    ),
    (7.0, r"\b(?:want to|happy to|pleased to|delighted to|glad to|gladly|hereby|formally) accept\b(?! (?:a|if))", _N),
    (
        7.0,
        r"\bsigned (?:acceptance|form|agreement|contract|order)\b|\b(?:want to|happy to|ready to) (?:book|order|confirm|hire|engage)\b|\byou have (?:our|my) (?:approval|agreement|go-?ahead|blessing|ok)\b|\b(?:we|i) are (?:on board|in)$|\bconsider (?:it|this) (?:approved|done|a yes)",
        _N,
    ),
    (
        7.0,
        r"(?:^|\band |hereby |gladly |happily )accept (?:your|the) (?:\w+ )?{QUOTE}|\b(?:consider|take|treat) this (?:\w+ )?as (?:our|my|a) (?:\w+ )?(?:confirmation|approval|acceptance|go-?ahead|order)",
        _N,
    ),
    (
        7.0,
        r"\b(?:consider|take|treat) this (?:\w+ )?(?:our|my|a|as) (?:\w+ )?(?:confirmation|approval|acceptance|go-?ahead|order)|\b(?:has|have) signed (?:it |this |that )?off\b|\ball (?:agreed|approved|signed|confirmed)\b|\blooking forward to (?:working|getting started|starting|collaborating)\b|\bexcited to (?:work|get started|start)",
        _N,
    ),
    (
        7.0,
        r"\b(?:have (?:the|our|my) green light|green light from|green-?lit|giv\w+ (?:you )?(?:the|our|my) (?:green light|go-?ahead|approval))\b|^green light",
        _N,
    ),
    (
        7.0,
        r"\b(?:p\.?o\.?|purchase order)(?: (?:number|no|#|is|attached|to follow|ref\w*))?\W{0,3}(?:\d|attached|to follow|enclosed|is attached|below|has been)",
        _N,
    ),
    (
        7.0,
        r"\b(?:you are|you have been) (?:hired|got the job|appointed|booked)|\byou have (?:got )?(?:the|a) (?:job|deal|contract)|\bthe job is yours|\bwe have a deal\b|\bgoing with (?:you|your)\b|\bgo with (?:you|your) (?:\w+ )?{QUOTE}?",
        _N,
    ),
    (
        6.0,
        r"^(?:(?:great|ok|okay|yes|perfect|thanks|sounds good|looks good|all good)[ ,:-]+)*(?:(?:please )?go ahead(?: and|$)|let us (?:do it|go(?: for it)?|get started|proceed|move forward|book it)|go for it|count us in|we are in\b(?! \w)|it is a (?:yes|go|deal)|yes please|we are good to go|good to go|happy to proceed|sounds good,? please)",
        _N,
    ),
    (
        6.0,
        r"\b(?:happy|fine|good|okay|ok|comfortable) with (?:your|the|this|that) (?:\w+ )?{QUOTE}\b|\b{QUOTE} (?:works|is fine|is good|looks good|suits|is acceptable)(?: for (?:us|me))?\b|\bit is a yes\b|\bcount (?:us|me) in\b",
        _N,
    ),
    (
        6.0,
        r"\b(?:send|issue|forward) (?:\w+ ){0,3}?(?:deposit|down payment|advance|first) (?:\w+ )?invoice|\b(?:deposit|down payment) (?:has been |was |is |will be )?(?:paid|sent|transferred|on its way)|\b(?:paid|sent|transferred|paying|transferring) the deposit",
        _N,
    ),
)

_CONTACT = r"(?:contact|e-?mail|writ|messag|call|phon|chas|follow|bother|spam|pester|hassl|solicit|ping|nudg|send|reach|harass)"

STOP = rules(
    ReplyKind.STOP,
    MACROS,
    (
        9.0,
        r"\b(?:rather|prefer|like|want|wish|choose) (?:not|never) to (?:hear|be (?:contacted|written|called|chased|approached|e-?mailed))\b|\bnot (?:want to |wish to |care to )?hear(?:ing)? from you (?:any ?more|again|any longer)\b",
        _N,
    ),
    (
        9.0,
        r"\b(?:why|how long|when) (?:do|are|will|must|would) (?:you|i) (?:\w+ )?(?:keep|still|continue|stop|going to) (?:\w+ )?(?:writ|e-?mail|contact|call|messag|chas|receiv|send)\w*|\bno (?:permission|right|consent) to (?:use|e-?mail|contact|write|call)\b|\b(?:delete|erase|wipe) it\b(?=$|,)|\b(?:forget|drop) (?:my|our) (?:address|e-?mail|number|name|details)\b",
        _N,
    ),
    (
        9.0,
        r"\brefus\w* (?:\w+ ){0,2}?(?:contact|approaches|solicitation\w*|e-?mails?|messages?)\b|\bnot? (?:longer )?(?:accept|take|welcome) (?:\w+ )?(?:cold|unsolicited)\b|\b(?:said|told you|asked you|ask(?:ing)? you) (?:to )?stop\b|\b(?:reminder|chaser|follow-?up|e-?mail|message)s? (?:\w+ ){0,4}?(?:lawyer|solicitor|reported|spam|junk|bin|trash)\b|\b(?:not|no point in) (?:try|trying) (?:\w+ )?(?:again|your luck)\b|\bget out of my inbox\b",
        _N,
    ),
    (
        9.0,
        r"^(?:please,? )?no more(?:,? (?:please|thanks|thank you))*$|\bnot (?:want|need|wish|require) any (?:more|further)(?: of)? (?:\w+ )?(?:e-?mails?|messages?|calls?|quotes?|reminders?|correspondence|contact|letters?|mail|these|those|your)|\bleave (?:me|us) (?:be|in peace)\b|\b(?:not|never|or) send (?:me |us )?(?:anything|another|any more|any further)",
        _N,
    ),
    (
        9.0,
        rf"(?<!could )(?<!did )(?<!does )\b(?:not|no longer|never|without|rather you did not)\b(?: \w+){{0,3}}? (?!send)(?:be |being |getting |get )?(?!send){_CONTACT}\w*(?: \w+){{0,3}}? (?:again|any ?more|any longer|further|in future|in the future)\b|\bnot (?:want |wish |like |appreciate |care for |enjoy )*being {_CONTACT}\w*",
        _N,
    ),
    (
        9.0,
        rf"\b(?:stop|quit|cease)\b(?: \w+){{0,3}}? (?:{_CONTACT}\w*|communicat\w+|correspond\w+|these|your (?:e-?mails?|messages?|follow))",
        _N,
    ),
    (
        9.0,
        rf"\b(?:do not|never|not to|please do not|must not|without) (?:ever |please )?(?:{_CONTACT}\w*)(?: \w+){{0,4}}? ?(?:again|any ?more|further|any more|me|us|e-?mails?|messages?|from now)",
        _N,
    ),
    (
        9.0,
        r"\b(?:remove|delete|erase|scrub|wipe)\b(?: \w+){0,4}? (?:list|database|records?|system|data|details|address|contacts?|mailing|crm|files?|distribution|information|e-?mail)\b",
        _N,
    ),
    (9.0, r"\b(?:take|get|remove) (?:me|us) (?:off|out|from)\b|\bremove me\b|\b(?:opt|opting|opted)(?: me)?[- ]out\b", _N),
    (
        9.0,
        r"^(?:please |kindly )?(?:unsubscribe|unsub|remove|stop|stop it)(?: (?:me|us|please|now|it|this|thanks|thank you|immediately|from .*))*$|\b(?:unsubscribe|unsubscribing) (?:me|us|from)|\b(?:want|wish|like) to unsubscribe|\bstop please\b|\bplease unsubscribe",
        _N,
    ),
    (
        9.0,
        r"\b(?:not|no longer|never) (?:want|wish|like|care|interested in)(?: \w+){0,3}? (?:receiv\w+|hear\w*|get(?:ting)?|be (?:contacted|e-?mailed|called))\b",
        _N,
    ),
    (
        9.0,
        r"\bno (?:more|further) (?:\w+ )?(?:e-?mails?|messages?|follow-?ups?|contact|calls?|correspondence|communications?|reminders?|chasers?)\b|\bno need to (?:chase|follow up|contact|write|e-?mail|call)(?: \w+){0,2}? (?:again|any ?more|further)",
        _N,
    ),
    (
        9.0,
        r"\bnot (?:\w+ )?(?:get|be) in touch\b|\bnever asked for (?:this|these|your)|\b(?:block\w*|blacklist\w*) (?:your|this|you)\b|\bnot (?:come|write|get) back\b",
        _N,
    ),
    (9.0, r"\brefrain\w* from\b|\bdesist\b|\bput an end to (?:these|your|this)", _N),
    (
        9.0,
        r"\bnot (?:want|wish|like) to be (?:contact|e-?mail|call|phon|chas|follow|bother|spam|pester|hassl|nudg|harass|remind)\w*|\bleave it there\b.*\bno\b",
        _N,
    ),
    (9.0, r"\bno more of (?:this|these|that|those|your)\b", _N),
    (9.0, r"\bleave (?:me|us) alone|\blose my (?:number|address|e-?mail)|\bget lost\b|\bgo away\b|\bpiss off|\bfuck off", _N),
    (
        8.0,
        r"\b(?:gdpr|data protection|right to (?:erasure|object|be forgotten))\b|\b(?:report\w*|mark\w*|flag\w*) (?:\w+ ){0,4}?(?:spam|junk)|\bthis is (?:spam|harassment)|\bharass\w*|\byour spam",
        _N,
    ),
    (8.0, r"\b(?:already|have) (?:told|said) (?:you )?no\b|\bno means no|\btake (?:a hint|no for an answer)", _N),
)

DECLINE = rules(
    ReplyKind.DECLINE,
    MACROS,
    (
        8.0,
        r"\b(?:someone|somebody|one of (?:us|the team|our)|(?:my|our|a|the) (?:\w+ )?(?:brother|sister|cousin|uncle|aunt|dad|father|mum|mother|son|daughter|nephew|niece|neighbour|neighbor|friend|mate|colleague|intern|lads?|staff)(?:[- ]in[- ]law)?)(?: \w+){0,4}? (?:is going to|will|has offered to|offered to|can|has agreed to|is happy to) (?!review|check|see|read|look|discuss|consider|approve|sign|present|decide|confirm|answer|handle|forward|send)\w+ (?:it|this|that|them|the (?:work|job))\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:another|other|different) (?:\w+ )?(?:was|were|is|seemed|proved) (?:a |the )?(?:\w+ )?(?:better|closer|stronger|best)\b|\b(?:brother|sister|cousin|uncle|aunt|dad|father|mum|mother|son|daughter|nephew|niece|neighbour|neighbor|friend|mate)(?:[- ]in[- ]law)? (?:is|are) (?:doing|building|making|fixing|fitting|painting) (?:it|this|that|them|the)\b|\bkeep(?:ing)? (?:the|our) (?:old|current|existing)\b|\balready (?:sorted|covered|all set|taken care of|fixed up|equipped|spoken for|being done)\b|\bcount (?:us|me) out\b|\b(?:chosen|chose|picked|hired|found|selected|booked) (?:someone|somebody|another|a different)\b",
        _N,
    ),
    (7.0, r"\bcannot (?:\w+ )?(?:stretch|run|go) to (?:that|it|this|\W?\d)", Tag.MONEY),
    (
        8.0,
        r"\b(?:gone|went|signed(?: up)?|going|decided (?:\w+ )?to (?:work|go|partner|sign|stick|stay|proceed|run)|(?:chosen|chose|opted|agreed|elected|prefer) to (?:work|go|partner|stay|stick)) (?:\w+ )?with (?!you|your|it\b|this|that|us\b|pleasure|(?:the |an? |our |all )?(?:\w+ ){0,2}?(?:{QUOTE}|options?|packages?|plans?|versions?|board|team|changes|price|budget|idea|colou?rs?|size)\b)(?:an?|the|one|some|our|my|their|\w+)\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:have|has|had|we|i) (?:\w+ )?(?:picked|chosen|chose|selected|preferred|hired|booked|appointed|engaged|taken on|instructed|commissioned) an? (?:\w+ ){0,3}?{FIRM}\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:the|an?)?(?: ?other| ?another| different| rival| local| competing| winning| successful) (?:\w+ ){0,2}?(?:got|won|has won|gets|takes|took|has got|landed|(?:was|has been|were|is being) (?:chosen|picked|selected|awarded|successful|preferred|appointed|hired))\b",
        _N,
    ),
    (
        9.0,
        r"\b(?:go|going|gone|went|decided|chose|chosen|opted|selected|awarded|signed|hired|picked|found|appointed|engaged|us(?:e|ing)|prefer\w*|sticking|stick|staying|stay|give\w*|giving|gave|taken?|took|booked)(?: \w+){0,4}? {OTHER}|\bfound (?:someone|somebody|a cheaper)\b",
        _N,
    ),
    (
        8.0,
        r"\bnot(?! yet)(?: \w+){0,3}? (?:mov\w+|go\w*|tak\w+|proceed\w*|pursu\w+|continu\w+) (?:\w+ ){0,2}?(?:forward|ahead|further|with|this|it|any)\b|\bnot(?! yet)(?: \w+){0,2}? (?:proceed\w*|pursue|pursuing)\b",
        _N,
    ),
    (
        8.0,
        r"\bnot(?! yet) (?:\w+ ){0,2}?(?:selected|successful|chosen|accepted|retained|shortlisted|awarded|approved)\b|\bunsuccessful\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:decline|declining|declined|turn(?:ing|ed)? (?:it|this|you|your \w+) down|reject\w*|pass on (?:this|it|your|the)|going to pass|have to pass|will pass(?! (?:it|this|your|that|the|on (?:to|your|the)|my|along))|take a pass|it is a (?:no|pass)|say no)\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:no longer|not) (?:\w+ )?(?:need\w*|require\w*|relevant|necessary)\b|\bno longer (?:\w+ )?(?:interested|looking|going|in the market|want\w*|plan\w*|pursu\w*|a priority)",
        _N,
    ),
    (
        8.0,
        r"^(?!.*\b(?:meeting|call|appointment|visit|train|flight|class)\b.{0,25}\bcancel).*\b(?:cancel\w*|abandon\w*|scrapp\w+|shelved|called off|fallen through|fell through|not happening|not go(?:ing)? ahead)\b|\b(?:project|plan|job|idea|event|it|this|that)(?: \w+){0,3}? (?:dropped|axed|binned|killed|dead)\b|\b(?:dropped|axed|binned|killed) (?:the|this|our) (?:project|plan|idea|event|whole)",
        _N,
    ),
    (8.0, r"\b(?:went|gone) with (?!you\b|your\b|option|the (?:first|second|full|basic|version))", _N),
    (
        8.0,
        r"\bended up (?:\w+ )?(?:hir|us|go|choos|pick|tak|buy|do)\w*|\bhir(?:ed|ing) (?:someone|somebody|a|another|our|in)\b|\b(?:not|isn't) the right time (?:for us|after all)|\b(?:will|is|are) not (?:be )?(?:take|taking|taken) place|\b(?:funding|grant|permit|permission|loan|budget) (?:was|has been|were|is) (?:not (?:granted|approved|given)|refused|rejected|denied|cut)|\bregrettably\b|\bdecided (?:this|it|that|we|to (?:leave|keep|stay|stick|hold))\b.*\b(?:not|leave|keep|stay|stick|hold)\b|\bvoted against\b",
        _N,
    ),
    (
        8.0,
        r"\balready (?:have|found|hired|booked|chosen|signed|got|gone) (?:with )?(?:someone|somebody|a|an|another|our|one)\b|\bchanged our minds?\b|\bnot (?:quite |really |exactly )?what (?:we|i) (?:are|were|am|was) (?:looking|after)|\bnot (?:possible|workable|feasible|viable) for (?:us|me)|\b(?:will|does|would) not work (?:out )?for (?:us|me)|\b(?:chosen|opted|elected) not to\b|\bbut no thanks\b|\btoo late\b|\bgone another way|\bbeen awarded to\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:end of|the end for) (?:the|this|our) (?:project|road|line|story)|\b(?:slot|position|vacancy|place|role|spot) (?:has been|is|was) (?:\w+ )?(?:filled|taken)|\b(?:bank|board|landlord|council|client|boss) (?:has )?(?:said no|refused|turned)",
        _N,
    ),
    (
        8.0,
        r"\bsigned with (?!you\b|your\b|pleasure)\w|\b(?:accept|approv|chos|choos|select|tak|sign)\w* (?:\w+ ){0,2}?(?:another|a different|a competing|a rival) (?:quote|offer|proposal|bid|contract)|\bcompetitor's\b",
        _N,
    ),
    (
        8.0,
        r"\bpull\w* the plug|\b(?:going to|will|have to|decided to|rather) (?:leave it|give (?:this|it) a miss|hold off indefinitely|call it a day)\b(?! (?:with|to|until))|\b(?:will|do) not (?:be )?need(?:ing)?\b|\b(?:prefer|rather|decided) not to\b",
        _N,
    ),
    (
        8.0,
        r"\bnot(?! yet)(?: \w+){0,2}? interested\b|^(?:no,? thanks?(?: you)?|no)\b(?! (?:problem|worries|rush|hurry|news|decision|yet|objection))|\b(?:no|little) interest\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:out of|beyond|outside|exceeds|no|lack of|ran out of|do not have (?:the|a|any)?|cut (?:the|our)|cannot) ?(?:\w+ )?(?:budget|afford|funds|funding|means|price range)\w*\b|\btoo (?:expensive|pricey|costly|much) for (?:us|me|our)|\bcannot (?:\w+ )?(?:afford|justify)",
        Tag.MONEY,
    ),
    (
        7.0,
        r"\b(?:do|doing|done|handl\w+|manag\w+|build\w*|keep\w*|tak\w+|bring\w*|run|complet\w+|produc\w+|sort\w*|tackl\w+)(?: \w+){0,4}? (?:in-?house|internally|ourselves|myself|with our own)",
        _N,
    ),
    (
        7.0,
        r"\b(?:in-?house|internally|ourselves|myself|our own (?:team|staff|people)|in house|diy)\b(?! (?:review|discuss|approv|first|before|decision|and get|and come|and let))",
        Tag.LOOSE,
    ),
    (
        8.0,
        r"\b(?:unfortunately|sadly|regret\w*|afraid)\b.*\b(?:cannot|unable|not|no|without|other|else|against)\b|\bdecided against|\bdecided not to\b|\bnot (?:a|the right|the best) (?:good )?fit\b|\bnot for us\b|\bwithout (?:you|your)\b|\bwill not be (?:using|needing|requiring|taking|working|ordering|booking|placing)|\bnot work out\b|\bnot (?:this time|what we)",
        _N,
    ),
)

STALL = rules(
    ReplyKind.STALL,
    MACROS,
    (
        7.0,
        r"\b(?:thanks?|thank you|grateful|appreciate)(?: \w+){0,4}? (?:nudge|reminder|remind\w*|follow(?:ing)?[- ]?up|chas\w+|checking (?:in|back)|ping|poke|patience)\b|\b(?:good|glad|right)(?: thing)? (?:that )?you (?:reminded|chased|followed|wrote|nudged|to (?:remind|chase))",
        _N,
    ),
    (
        6.0,
        r"\b(?:under (?:review|consideration|discussion)|in (?:progress|discussions?|the works|review)|on (?:hold|ice|the back burner|my (?:desk|list|radar|to-?do))|pending|in the pipeline|being (?:reviewed|considered|discussed|evaluated))\b",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\bnot\b.*\b(?:until|before) (?:the|we|our|i|my|next|\w+uary|march|april|may|june|july|august|\w+ber|after)\b",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\b(?:boss|manager|director|partner|wife|husband|ceo|owner|treasurer|head) is (?:\w+ )?(?:away|on (?:leave|holiday|vacation|a trip)|out|off|abroad|travell?ing)\b|\btorn between|\b(?:no|any) word (?:from|yet)|\bstill no\b",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\b(?:most likely|in all likelihood)\b|\bneed (?:\w+ )?(?:sign-?off|approval|permission)\b|\bstill nothing\b|\bprobably (?:accept|sign|approve|go ahead|proceed)|\bhope to (?:sign|accept|approve|decide|confirm)|\b(?:being prepared|in preparation)\b|\bto be signed\b|\bstill (?:has|have|needs?) to\b",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\bowe you (?:an answer|a reply|a response)|\b(?:still )?(?:chasing|badgering|nudging) (?:the|my|our|him|her|them)\b|\b(?:sitting|stuck) (?:with|in|on|at)\b|\bno news\b|\bnothing (?:to report|new|has been decided|is decided)",
        Tag.PENDING,
    ),
    (6.0, r"\b(?:await\w*|wait(?:ing)? (?:for|on|to)|waiting)\b(?! (?:for )?your)", Tag.PENDING),
    (
        6.0,
        r"\b(?:not|no|nothing|never)(?: \w+){0,6}? yet\b|\byet to\b|\bstill (?:\w+ )?(?:review\w*|compar\w*|consider\w*|decid\w*|discuss\w*|think\w*|wait\w*|look\w*|work\w*|need\w*|on|under|open|interested|undecided|with|evaluat\w*|going)\b|\bnot (?:made|reached|come to|taken) (?:a|any|our|the) (?:final )?decision",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\b(?:need|have|going|got|let me|let us|want) (?:to )?(?:\w+ )?(?:discuss|review|check|consult|run (?:it|this)|talk|think|speak|compare|sleep on|present|take (?:it|this) (?:to|up)|consider|look (?:at|into|over)|get (?:approval|sign-?off|buy-?in))\b(?:(?! you\b).)*",
        Tag.PENDING,
    ),
    (6.0, r"\b(?:reviewing|comparing|considering|evaluating|weighing|thinking (?:about|it)|mulling|discussing)\b", Tag.PENDING),
    (
        6.0,
        r"\b(?:board|committee|management|council|director|finance|head office|boss|ceo|cfo|partner|team) (?:\w+ )?(?:meets?|meeting|will (?:decide|meet|review|vote)|decides?|has to|needs to|is reviewing|votes?)\b|\b(?:we|they|i) (?:will|shall|should|hope to|plan to|expect to) (?:be )?(?:decid\w+|make (?:a|our|the) decision|know more|have (?:a|an) (?:answer|decision|update|news))|\bdecision (?:is|will|by|on|in|next)\b|\bexpect(?:ing)? (?:to (?:hear|have|know|decide)|an?\b|the\b|their\b)(?: \w+)? ?(?:answer|decision|reply|response)?",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\b(?:get|got|come|circle|write|be|touch|revert|report|call|ring|reply|follow up|answer|respond|let) (?:back|base|in touch|you know|back to you|to you|you back)\b",
        Tag.COME_BACK,
    ),
    (
        5.0,
        r"\bkeep you (?:posted|informed|updated|in the loop)|\byou (?:will|shall) hear from (?:us|me)|\bhave an answer for you\b|\bupdate you\b",
        Tag.COME_BACK,
    ),
    (
        6.0,
        r"\b(?:reach out|check (?:back|in)|try (?:me|us)|touch base|get back in touch|come back|contact (?:me|us)|call (?:me|us)|follow up|ping (?:me|us)|remind (?:me|us)|e-?mail (?:me|us)|write (?:to )?(?:me|us)|chase (?:me|us)|get in touch|nudge (?:me|us)|circle back|revisit|speak again|talk again|reconnect|pick (?:this|it) up|drop (?:me|us) a (?:line|note|message))(?: \w+)?\b(?=.*\b(?:in|on|after|next|once|again|when|then|later|at|early|mid|end|around)\b)",
        Tag.ASKED_BACK,
    ),
    (
        6.0,
        r"\b(?:swamped|snowed under|slammed|flat out|crazy busy|hectic|manic|have not forgotten|not forgotten|not forget|not had (?:a chance|time|a minute)|bear with (?:me|us)|patien(?:t|ce)|up to my (?:neck|eyes)|behind on|catching up|taking longer|sorry for the (?:delay|silence|slow)|give (?:me|us) (?:\w+ ){0,3}?(?:days?|weeks?|until|time|moment))\b",
        _N,
    ),
    (
        6.0,
        r"\b(?:postpon\w+|push(?:ed|ing)? (?:it )?(?:back|out)|delay(?:ed|ing)?|deferred|put off|paused|slipped|moved to|frozen|stalled|parked)\b",
        Tag.PENDING,
    ),
    (
        5.0,
        r"\bstill (?:very )?(?:interested|keen|on|happening|alive|a go)\b|\bnot (?:a priority|the right time|right now|at the moment|just yet|for now)\b|\btoo (?:early|soon)\b",
        Tag.LOOSE,
    ),
)

NEGOTIATION = rules(
    ReplyKind.NEGOTIATION,
    MACROS,
    (
        7.0,
        r"\b(?:would|will|could|happily) accept (?:it |this )?(?:at|for) [$£€]?\d|\b(?:can|could|may|might) (?:we|you|i) (?:just |maybe |perhaps )?(?:take|leave|cut|drop|remove|strip|skip|lose) (?:\w+ ){1,4}?(?:out|off|from)\b|\byes to\b.*\bno to\b|\b(?:any|some|much|little) (?:give|movement|flexibility|leeway|wiggle room|slack) (?:in|on|with)\b|\b(?:we|i) (?:can|could) (?:only )?(?:go|stretch|do|pay|offer|manage|run)(?: up)?(?: to)? [$£€]?\d",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:we|i) (?:only|just) have (?:[$£€]?\d|about|around|a budget)|\b(?:have|need|want to have) \d+ days to pay|\ba way to (?:make (?:that|it|this) (?:work|happen)|get (?:it|this|that|the \w+) (?:down|under|within))|\b(?:all in|tops|maximum|max)$|\bfit (?:in|into|within) (?:our|the|that|this) (?:\w+ )?budget",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:would|could|might|will|can) (?:\w+ )?(?:accept|sign|agree|go ahead|proceed|approve|take it|have a deal)\b.*\bif\b|\bif\b.*\b(?:would|will|can|could) (?:\w+ )?(?:accept|sign|agree|go ahead|proceed|have a deal)\b|\bonly if\b",
        Tag.ASK,
    ),
    (
        7.0,
        r"^(?:ok|okay|yes|fine|agreed|happy|great|good)(?: with (?:us|me|that))?,? (?:but )?(?:only )?if\b|\bmore expensive than\b|\b\d+ ?% (?:more|higher|dearer)|\bwhat can you (?:do|offer)\b",
        Tag.ASK,
    ),
    (
        6.0,
        r"\bif we (?:only |just )?(?:left out|leave out|drop\w*|remov\w*|kept|keep|only|just|took out|take out|skip\w*|reduc\w*|did|do|cut|start\w*|limit\w*)\b",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:discounts?|best price|better (?:price|offer|deal|rate)|lower (?:price|the price|your price|rate)|reduce|reduction|(?<!have )(?<!has )come down|negotiat\w+|counter-?offer|room for|wiggle room|sharpen|flexib\w+ on|knock (?:\w+ )?off|\d{1,2} ?% off|rebate|bring (?:the|it|that) (?:\w+ )?down|trim|scale(?:d)? (?:back|down))\b",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:over|above|beyond|exceeds?|higher than|outside|bust\w*|stretch\w*) (?:\w+ ){0,3}?(?:budget|expected|planned|hoped|anticipated|allocation|we can spend)\b|\bmore than (?:we|i) (?:can|could|had|want\w*|were|expected|planned|hoped|budgeted)\b|\b(?:price|cost|quote|total|fee|it|that)\b(?: \w+){0,3}? (?:is |are |seems |looks |feels |comes in )?(?:a (?:bit|little) |too |rather |quite |very |slightly )+(?:high|expensive|steep|much|pricey|dear)\b|\btoo (?:expensive|pricey|costly|high)\b",
        _N,
    ),
    (
        6.0,
        r"\bbudget (?:is|of|was|limit|cap|ceiling)(?: \w+){0,3}? ?(?:capped|limited|tight|max\w*|only|fixed|[$£€]?\d)|\b(?:capped|limited) (?:at|to) [$£€]?\d",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:cheaper|lower) (?:\w+ )?(?:quotes?|offers?|price|bids?|elsewhere|proposal)|\bmatch (?:it|that|this|their|them|the (?:price|quote|offer|other))\b|\bmeet us (?:at|half)|\bwork with (?:that|this|our budget)",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:instal?lments?|(?:better|longer|different|other|flexible|change|change the|extended) payment (?:terms|plan|schedule)|payment plan|pay (?:\w+ ){0,3}?(?:in (?:two|three|four|stages|parts|\d)|monthly|over|later|upon|net)|spread (?:the|out|payment)|staged payments?|split the (?:payment|cost|bill)|net ?\d+)\b",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:reduce|cut|narrow|drop(?! (?:me|us|him|her|them|by|in|a|an|off)\b)|remove|leave out|take out|skip|without|exclude|less|simplif\w+)\b(?: \w+){0,4}? {ITEM}\b|\b(?:reduced|smaller|lighter|simpler|scaled[- ]down|slimmed[- ]down|stripped[- ]down|lite) (?:scope|version|package|option)|\breduce the scope|\binstead of\b",
        Tag.ASK,
    ),
    (
        8.0,
        r"\bsubject to\b|\bon (?:the )?condition|\bprovided\b(?! (?:by|in|with|on|us|me))|\bas long as\b|\bconditional (?:on|upon)|\bcontingent\b|\bso long as\b",
        Tag.ASK,
    ),
    (
        6.0,
        r"\bif you (?:can|could|are able|were able|throw|include|drop|lower|reduce|agree|would|manage|waive|remove|add|knock|do it|give us|make it)\b(?!.*\b(?:questions?|need)\b)",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:not|without)(?! yet)(?: \w+){0,3}? (?:keen|interested|need\w*|convinced|sure|sold|want\w*|include|take|taking)(?: \w+){0,2}? (?:(?:on|in|about|by) )?(?:the )?{ITEM}\b",
        Tag.PARTIAL,
    ),
    (
        6.0,
        r"\b(?:could|can|would) (?:you|we) (?:\w+ ){0,2}?(?:throw in|waive|include .* for free|do (?:it|that|this) for|go (?:lower|down)|start with (?:just|only)|only do|just do|make it|change the (?:price|payment|terms))",
        Tag.ASK,
    ),
)

QUESTION = rules(
    ReplyKind.QUESTION,
    MACROS,
    (
        6.0,
        r"\b(?:please|kindly|could you|can you|would you|will you|grateful if you) (?:\w+ ){0,3}?(?:clarif\w+|send|confirm|specify|explain|provide|advise|let (?:me|us) know|share|tell|detail|elaborate|forward|outline|indicate)\b",
        _N,
    ),
    (
        6.0,
        r"\b(?:wonder(?:ing)?|curious)\b|\b(?:i|we) (?:will |also )?need (?:a|an|the|your|some|more)\b.*\b(?:timeline|schedule|certificate|references?|details?|information|number|copy|breakdown|documents?)\b|\b(?:want|like|need|love|good) to (?:know|understand|see|hear|check)\b|\b(?:a|one|two|few|couple of|some|quick|several) (?:\w+ )?questions?\b|\bdo not (?:quite |really )?understand|\bnot (?:clear|sure) (?:what|how|whether|if|about|why)|\blet (?:me|us) know (?:if|whether|what|how|when|your|which|about)\b",
        _N,
    ),
)

ACKNOWLEDGEMENT = rules(
    ReplyKind.ACKNOWLEDGEMENT,
    MACROS,
    (
        4.0,
        r"\b(?:thanks|thank you) for (?:letting|telling|explaining|clarifying|confirming)\b|^(?!.*\b(?:already|but|no|not|anyway|all the same|nonetheless|another|other|too|unfortunately|advance|stop|if)\b)(?:\w+ ){0,2}(?:thanks|thank you|cheers)\b(?: \w+){0,4}$",
        _N,
    ),
    (5.0, r"\b(?:quote|proposal|email|e-mail|message|estimate|offer|documents?|all) (?:safely |well )?received\b", _N),
    (
        5.0,
        r"^(?:well |safely |duly )?(?:received|noted|acknowledged|understood)\b|\b(?:received|got) (?:it|your|the|this|with thanks|safely)\b|\backnowledge (?:receipt|your)|\bconfirm(?:ing)? receipt|\bwell (?:noted|received)|\b(?:arrived|came through) (?:safely|fine|ok)",
        _N,
    ),
    (
        5.0,
        r"\b(?:thanks?|thank you|cheers|ta|appreciate)\b(?: \w+){0,5}? (?:for|the)(?: \w+){0,5}? ?(?:sending|send|quote|quotation|proposal|estimate|e-?mail|message|reply|response|turnaround|info\w*|details|update|getting|your time|quick|this|that|it|work|effort|offer|document\w*|call|visit)\b",
        _N,
    ),
    (
        4.5,
        r"^(?:(?:ok|okay|great|perfect|super|brilliant|lovely|fantastic|excellent|thanks|thank you|many thanks|cheers|got it|noted|received|sure|cool|will do|wonderful|all good|sounds good|much appreciated)[ ,!-]*(?:\b(?:a|so|very|much|lot|again|for|now|anne|you|indeed|that|thanks|kindly|bunch|million|mate|everyone|all)\b[ ,]*)*)+(?:\w+)?$",
        _N,
    ),
    (
        4.5,
        r"\b(?:will|shall|going to|let me) (?:now )?(?:review|read|take a look|look (?:at|over|through|it over)|go through|have a (?:look|read)|digest|study)\b",
        _N,
    ),
)

REDIRECT = rules(
    ReplyKind.REDIRECT,
    MACROS,
    (
        8.0,
        r"\b(?:better off|best|better|worth|recommend|suggest|try|advise) (?:\w+ )?(?:speaking|talking|writing|contacting|asking|e-?mailing|calling|ringing|reaching out|getting in touch|dealing|checking) (?:to |with )?(?!me\b|us\b|you\b)\w+|\b(?:drop|give|send) (?:him|her|them) (?:a|an) (?:line|note|call|ring|shout|message|e-?mail|bell)\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:not|no longer) (?:mine|my (?:thing|call|remit|job|patch|baby|department|project|budget))\b|\b(?!i\b|we\b|you\b|it\b|this\b|that\b|which\b)\w+ (?:\([^)]*\) )?(?:runs|owns|leads|heads(?: up)?|oversees|holds) (?:our |the |all |this |that |these )?(?:\w+ )?(?:now|brand|marketing|purchasing|procurement|operations|budget|project|account|side|team|department|purse strings)\b",
        _N,
    ),
    (
        4.5,
        r"^(?!.*\b(?:my|our|me|us|i|we|invoice|signed|send)\b).*[\w.+-]+@[\w-]+\.\w",
        Tag.LOOSE,
    ),
    (
        8.0,
        r"\b(?!i\b|we\b|it\b|this\b|that\b|which\b|price\b|quote\b)\w+ (?:handles?|deals with|manages|looks after|takes care of) (?:this|that|these|all|it|such|our|purchas\w+|suppliers?)\b",
        _N,
    ),
    (
        7.0,
        r"\bno longer (?:deal|handle|manage|look after|in charge|responsible|involved)\w*|\b(?:has|have) taken over (?:my|this|these|the|all)|\bnot the (?:right|best|correct) (?:person|contact|address|department|one)|\bwrong (?:person|department|contact|address)|\bnot (?:my (?:area|department|decision|call|responsibility)|responsible for|in charge|the decision[- ]maker|involved|handling|dealing|up to me)",
        _N,
    ),
    (
        7.0,
        r"(?:^|[,;:] |\b(?:please|should|must|to|just|you|better|then|or|and|directly|try|instead|so|can|could)\s)(?:contact|speak (?:to|with)|talk to|reach out to|write to|e-?mail|ask(?:ing)?|call|address (?:this|it|your \w+) to|send (?:this|it|them|these|your \w+|the \w+|future \w+|that) (?:\w+ )?to|get in touch with|direct (?:this|it|your \w+) to|liaise with|deal with|check with) (?!me\b|us\b|you\b|my (?:partner|wife|husband|boss|team|manager)|our (?:team|board|director)|your|the team internally|another|question)(?:\S+)",
        Tag.LOOSE,
    ),
    (
        7.0,
        r"\b(?:(?<!look )(?<!looking )forward\w*|passed|pass\w*|handed|sent|referred|relayed|transferred|escalated) (?:\w+ ){0,5}?(?:(?:on )?to|on to|over to|along to) (?!you\b|me\b|us\b)",
        Tag.HANDED_ON,
    ),
    (
        7.0,
        r"\b(?:loop\w*|copy\w*|copied|cc'?(?:ed|ing)?|add\w*|introduc\w*|bring\w*)(?: in)? (?:\S+ ){0,4}?(?:in cc|in copy|on cc|to (?:this|the) (?:thread|conversation|e-?mail)|who (?:handles|is|will|looks|deals|manages|takes))|\blooping in\b|\bcc'?(?:ing|ed)\b|\bin cc\b|\bcopied in\b|\b(?:in|on) copy\b",
        _N,
    ),
    (
        7.0,
        r"\b(?!i\b|we\b|you\b|it\b|that\b|this\b)[a-z]+ (?:will|is going to) (?:\w+ )?(?:be in touch|contact you|get in touch|reach out|take (?:it|this|over)|pick (?:it|this) up|get back to you|follow up with you|handle (?:this|it))\b",
        Tag.LOOSE,
    ),
    (
        7.0,
        r"\b(?:is|are) (?:now )?(?:the (?:right |best )?(?:person|contact|one (?:to|who|you|for|in charge|handling|dealing))|your (?:new )?(?:contact|point of contact)|handling|in charge of|responsible for|looking after|dealing with|managing) ?(?:\w+)?",
        Tag.LOOSE,
    ),
)

LEFT = rules(
    ReplyKind.LEFT,
    MACROS,
    (
        8.0,
        r"\bno longer an? (?:employee|member|partner|director)\b|\b(?:i|he|she|they) (?:finish|leave|am leaving|is leaving|are leaving)(?:es|s)? (?:here|work|the \w+|us)?(?: |$)(?:on|at the end|next|this|in|tomorrow|today)\b|\b(?:former|ex)[- ]employee\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:is|are|am|was) (?:not|no longer) (?:\w+ )?(?:with|at|part of|employed|working|a member)\b(?: \w+){0,4}? ?(?:any ?more|any longer|these days)\b|\bsold (?:\w+ ){0,3}?(?:shares?|stake|business|company|firm)\b|\b(?:my|his|her) (?:contract|internship|placement|secondment|notice) (?:\w+ )?(?:ends?|ended|is up|expires?|finish\w*|runs out|comes to an end)\b|\b(?:will|is|am) (?:not|no longer) be (?:your|the) (?:contact|point of contact|person)\b",
        _N,
    ),
    (
        8.0,
        r"\bno longer (?:with|at)\b|\bno longer (?:\w+ )?(?:works?|working|employed|here|part of|in (?:this|that|the|my) (?:role|position|post)|a member)\b|\bnot (?:work|with us|here) any ?more|\bnot work (?:here|for)|\b(?:made redundant|laid off|passed away|been let go)\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:has|have|had) (?:now |recently |since |just )?(?:left|moved on|retired|resigned)\b|\b(?:he|she|they|i|who|\w+) left (?:the|us|our|my|last|in|at|a)\b|\b(?:he|she|they|i) (?:left|resigned|retired)\b(?! (?:a|you|him|the office|early|it|out)\b)|\b(?:leaving|leave) (?:the (?:company|firm|business|organisation|organization)|my (?:role|job|position))|\b(?:is|am|are) retir(?:ed|ing)\b|\bretired (?:in|last)",
        _N,
    ),
    (
        7.0,
        r"\b(?:new (?:job|role|position|company|employer|e-?mail(?: address)?|address)|my new|moved (?:on )?to (?:a|another|\w+ ltd)|changed jobs?|joined (?:a|another)|last day|(?:my|his|her|their) (?:successor|replacement)|(?:taken?|taking) over (?:my|his|her|the) (?:role|job|position|post|from)|replacing (?:me|him|her))\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:address|mailbox|inbox|account)\b(?: \w+){0,4}? (?:no longer|not|will be (?:closed|deactivated|shut)|closed|deactivated)",
        _N,
    ),
)

NEW_NEED = rules(
    ReplyKind.NEW_NEED,
    MACROS,
    (
        4.0,
        r"\bnever (?:did|went ahead|got round|got around|used|took)\b|\blast (?:time|year|summer|winter|spring|autumn)\b|\b(?:years?|months?) (?:ago|back)\b|\byou (?:did|made|built|designed|painted|fitted|wrote|translated|filmed|shot|installed|catered|came|helped|worked)\b|\b(?:promised|worked together|back in (?:19|20)\d\d|in 20\d\d|since (?:your|the|our) (?:last )?(?:quote|visit|proposal|work|job))\b",
        Tag.OLD_TIES,
    ),
    (
        4.0,
        r"\b(?:we|i) (?:are|am) (?:now |also |about to )?(?:launch|open|mov|organis|organiz|plan|host|build|expand|start|extend|renovat|relaunch)(?:e|ing) (?:a|an|our|another|some|two|the)\b|\b(?:we|i)(?: \w+)? need (?!to\b|more\b|your\b|the\b|time\b|it\b|this\b|that\b|a (?:few|bit|breakdown|copy|little|moment|while|decision|better|discount|lower)\b|some (?:time|more)\b|you to\b)\w+|\band need (?!to\b|more\b|your\b|the\b|time\b|it\b)\w+|\b(?:have|has) (?:now )?(?:got )?(?:an?|another|two|three|some) (?:\w+ ){1,4}?(?:that )?(?:needs?|to (?:do|fit|paint|design|translate|film|build|fix|cater))\b",
        Tag.NEED,
    ),
    (
        4.0,
        r"\b(?:could|can|would|will) you (?:be )?(?:\w+ )?(?:help|up for|interested|available|free|keen|take (?:this|it|that) on|do (?:this|it|that|these|the|our|another)|design|build|make|quote|come|have a look)\b|\bare you (?:\w+ )?(?:free|available|up for|able to)\b|\bup for (?:it|this|that|another)\b|\bfancy (?:it|doing|quoting|another|a)\b|\b(?:is|are) (?:that|this|these) something you\b|\bdo you (?:also )?(?:do|make|offer|cover|handle|design|print)\b|\bwhat would (?:that|it|you|this) (?:cost|charge|come to|be)\b|\bhow much (?:would|for)\b",
        Tag.WORK_ASKED,
    ),
    (
        7.0,
        r"\b(?:open\w*|buy\w*|bought|mov\w+ (?:to|into)|launch\w*|start\w*) (?:\w+ )?(?:a |an )?(?:second|new|another|third)\b|\bback on the (?:table|agenda|cards)|\bre-?quot\w+",
        _N,
    ),
    (6.0, r"\bthis time (?:we|it|i|around)\b|\b(?:get|getting) back in touch (?:because|as|about|since)", _N),
    (
        6.0,
        r"\b(?:new|another|second|similar|next|additional|further|different|upcoming|follow-on) (?:\w+ )?(?:projects?|jobs?|needs?|requests?|requirements?|brief|assignment|event|site|house|property|kitchen|piece of work|work|order|shop|office|opportunity|enquiry|inquiry)\b(?! (?:for|supplier) (?:another|someone))",
        _N,
    ),
    (
        7.0,
        r"\b(?:project|job|it|this|that|work|deal)(?: \w+)? (?:is|are|has|have)(?: \w+)? (?:back (?:on|from|in|up)|restart\w*|revived|resurrected|been (?:revived|restarted|relaunched)|alive again|live again|on again|picking up)|\b(?:reviv|restart|relaunch|resurrect|reopen|reviv|dust\w* off|pick\w* (?:back )?up)\w* (?:\w+ ){0,2}?(?:project|plan|idea|job)|\bpick\w* (?:\w+ ){0,3}?back up\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:do|are|can|would) you still (?:\w+ )?(?:offer\w*|tak\w*|accept\w*|do\w*|provid\w*|make|sell|take|work\w*|available|handle|cover|run\w*)\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:updat\w*|refresh\w*|renew\w*|revis\w*|re-?issue|redo|re-?quote|new|fresh|another|second|revised) (?:\w+ ){0,2}?(?:quotes?|quotations?|proposals?|estimates?|prices?|pricing|offer)\b|\bquote (?:us|me) (?:for|on) (?:a |an |another |the )?(?:\w+)",
        Tag.LOOSE,
    ),
    (
        6.0,
        r"\b(?:now|also) (?:\w+ )?(?:need|have a need|looking for|require|want) (?:\w+ )?(?:you|your|help|someone|another)|\bneed your (?:help|services) (?:again|with|for)|\bwork with you (?:on (?:a|another)|again)",
        _N,
    ),
)

RULES: tuple[Rule, ...] = (
    *STOP,
    *DECLINE,
    *ACCEPT,
    *NEGOTIATION,
    *LEFT,
    *NEW_NEED,
    *REDIRECT,
    *QUESTION,
    *STALL,
    *ACKNOWLEDGEMENT,
)

CONDITION = r"\bstill\b|\bbeing prepared\b|\bin preparation\b|\bnot (?:sure|certain)\b|\bhope to\b|\bstill (?:has|have|need|needs|to)\b|\bawait\w*|\bpending\b|\btechnically\b|(?<!know )(?<!tell me )\bif\b(?! (?:you need|possible|you have any|needed|any|that helps))|\bsubject to\b|\bon (?:the )?condition|\bprovided\b|\bas long as\b|\bunless\b|\bassuming\b|\bcontingent|\bconditional|\bwould\b|\bcould\b|\bmight\b|\bmay(?!be)\b(?<!you may)|\bexcept\b|\bin principle|\bprobably|\bmaybe|\bperhaps|\bin theory|\bhopefully|\blikely\b|\bin return\b"
HARD_CONDITION = r"^(?:make it |do it for )?\W?\d[\d.,]*k? (?:\w+ )?and\b|\bin that case\b|\bexcept\b|\bapart from\b|\bother than\b|\bif (?:you|we|the|your|it|that)\b(?! (?:need|have any))|\bsubject to\b|\bon (?:the )?condition|\bprovided\b|\bas long as\b|\bunless\b|\bcontingent|\bconditional|\bin return\b"
EXCEPTION = r"\bbut\b|\bnot (?:for|the)\b|\bwithout (?:the |line|item|option)|\bexcept\b|\bcancel\w*|\bwith (?:a )?\d+ ?%|\bwith a discount"
UNTIL_THEN = r"\bbut (?:rather )?(?:to|by|via|through|at)\b|\binstead\b|, (?:please )?(?:send|write|use|e-?mail|contact)\b|\bbefore\b|\buntil\b"
LONG_AGO = r"\b(?:years?|months?) ago|\bback then|\bat the time|\blast year|\bin 20\d\d|\bnow\b|\bhad\b"
NOT_YET = r"\b(?:your|the|this) invoices?\b(?! for the (?:deposit|first|advance))|\breceipt of\b|\bconfirm\w* (?:\w+ ){0,3}?(?:received|receipt|arrived|reached)|\breached (?:us|me)\b|\bbefore\b|\bonce\b|\bwhen\b|\bawait\w*|\bwait\w*|\bpending\b|\bneed(?:s|ed)? to\b|\bhave to\b|\bhas to\b|\bmust\b|\bstill\b|\byet\b|\bhop(?:e|ing)\b|\bsoon\b|\bshould\b|\buntil\b|\bto be (?:approved|signed|accepted)\b|\b(?:meeting|call|chat|demo)\b|\bother\b|\belse\b|\banother\b|\bcompetitor\w*|\bfor (?:approval|signature|sign-?off)|\bwas going to|\bhad (?:been )?(?:accepted|approved|chosen)|\bfor review\b"
NEGATION = r"\b(?:not|no(?!\.? ?\d|\. )|never|nor|without|none|cannot|nothing|nobody)\b(?! (?:problem|worries|hesitat\w+|objections?|changes|further|only))"
NOT_A_NO = r"\bnot\b.*\b(?:until|before)\b|\b(?:not|no|nothing|never)(?: \w+){0,6}? yet\b|\bnot (?:say\w*|a) no\b|\bnot (?:been )?(?:cancel\w*|abandon\w*|declin\w*|reject\w*|dropped|dead|shelved)|\bno (?:problem|worries|rush|hurry|decision)\b|\bstill (?:deciding|choosing|comparing)|\bnot a decline\b|\bwithout (?:delay|further)"
PLUPERFECT = r"\bhad (?!to\b)"
DONE = r"\b(?:have|has|after|had)\b (?:(?!not|yet)\w+ ){0,3}?(?:compared|reviewed|considered|consideration|discussed|discussion|thought|weighed|comparing|reviewing|considering)\b"
STRONG_BAD_NEWS = (
    r"\b(?:unfortunately|sadly|regret\w*|afraid|best of luck|good luck|shame|pity|disappoint\w*|in the end|all the best with)\b"
)
RESTRICTION = r"\bonly\b(?! (?:just|now|saw|thing|today))|\b(?:apart from|other than|except|bar the|minus the|save for)\b"
FOOTER = r"(?:(?<!want )(?<!like )(?<!wish )to |if you (?:wish|want|would like) to )unsubscribe\b(?=.*(?:click|link|here|visit|http|preferences)).*|if you (?:no longer|do not) (?:wish|want) to (?:receive|hear) .*|unsubscribe (?:here|from our)\b.*|manage your preferences.*"
FAREWELL = r"(?:,|!|;| and| -)? *\b(?:have a (?:good|great|nice|lovely) \w+|(?:kind|best|warm) regards|see you (?:soon|then|on \w+)|speak soon)$"
BAD_NEWS = r"\b(?:unfortunately|sadly|regret\w*|afraid|however|but|although|though|not|no|never|cannot|unable|without|instead|expensive|other|else|shame|pity|disappoint\w*|sorry to|best of luck|good luck|all the best with|over|too)\b"
IGNORED = r"^(?:(?:kind|best|warm|many)? ?regards|best wishes|sincerely|yours|have a (?:good|great|nice|lovely)|take care|speak soon|talk soon|looking forward|look forward|all the best$|best$|let me know if you (?:have any|need)|do not hesitate|feel free to (?:contact|reach|call|ask)|i hope (?:you|this|all)|hope (?:you|this|all)|how are you|sent from my|sorry (?:for|about) the (?:late|slow|delay|silence|delayed)|apologies for|warmly|with thanks$)\b"
GREETING = r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|greetings)\b(?:[ ,]*(?:there|all|team|sir|madam|mr|mrs|ms|dr|[\w'-]+)\.?){0,3}?[ ]*(?:,|!|\n|:|;|- )\s*|^(?:hi|hello|hey)\s+(?=(?:i|we|thanks|thank|please|could|can|just|yes|no|do|sorry|unfortunately)\b)"
COURTESY_QUESTION = r"^(?:how are (?:you|things)|how is it going|are you well|you ok|right|okay|isn't it|no|and you)\b ?\??$"

CONTRACTIONS = (
    (r"\b(?:can't|cannot|can not)\b", "cannot"),
    (r"\bwon't\b", "will not"),
    (r"\bshan't\b", "shall not"),
    (r"n't\b", " not"),
    (r"\blet's\b", "let us"),
    (r"'re\b", " are"),
    (r"'ve\b", " have"),
    (r"'ll\b", " will"),
    (r"\bi'm\b", "i am"),
    (
        r"(?:'d| would| should) (?:really |very much |all |both |now )?(?:like|love|be (?:happy|delighted|glad|pleased)|want)\b(?: to)?",
        " want to",
    ),
    (r"\b(it|that|he|she|there|what|here)'s\b(?= (?:been|gone|left|retired|moved))", r"\1 has"),
    (r"\b([a-z]+)'s\b(?= (?:been|gone|left|retired|moved)\b)", r"\1 has"),
    (
        r"\b([a-z]+)'s\b(?= (?:back|not|on|off|\w+ing|all|still|perfect|fine|good|great|just|going|more|too|a|the|no|now|away|out)\b)",
        r"\1 is",
    ),
    (r"\b(it|that|he|she|there|what|here)'s\b", r"\1 is"),
    (r"'d\b(?! (?:better|rather))", " would"),
    (
        r"\b(dont|doesnt|didnt|wont|cant|isnt|arent|wasnt|havent|hasnt)\b",
        lambda match: {"wont": "will not", "cant": "cannot"}.get(match[0], match[0][:-2] + " not"),
    ),
)
#: Words of consent. Alone they are no yes; a text that is like a yes must hold one where nothing takes it back.
YES_WORD = r"\b(?:accept\w*|approv\w+|agree\w*|sign(?:ed|ing)?|countersigned|confirm(?:ed|ing)?|yes|yep|yeah|yup|ok|okay|deal|done deal|go (?:ahead|for|with|on)|(?:^|ok |so )go$|let us go|proceed|start|begin|book(?:ed)?|hir(?:e|ed|ing)|appoint\w*|choos\w+|chose\w*|select\w*|award\w*|pick(?:ed)?|winner|win|won|order(?:ed)?|po|deposit|instal\w+ment|sold|adopt\w*|official|contractor|settled|working with you|do(?:ing)? (?:it|this)|move forward|go(?:ing)? (?:right )?(?:forward|ahead)|love you to|(?:we are|i am|count (?:us|me)) in|thumbs|nod|green|steam|unanimous\w*|favour|favor|successful|(?:delighted|happy|glad|pleased|love) (?:to|with)|works for|sorted|commit\w*|crack on|fire|gig|job|yours|welcome|(?:fine|good|perfect) (?:with|by|for|to)|engage|instruct|authori[sz]e|contract|paperwork|convinced|decided|using you|register|schedule|put us down|ball rolling|count)\b"
#: Words of annoyance and opposition.
STOP_WORD = r"\b(?:stop\w*|quit|ceas\w+|desist|remov\w+|delet\w+|eras\w+|unsubscri\w+|opt out|(?:your|mailing|the) lists?(?! of)|never|leave|alone|block\w*|report\w*|spam|junk|annoy\w*|nuisance|sick|bother\w*|bug\w*|pester\w*|harass\w*|gdpr|data|enough|chas\w+|reminders?|follow-?ups?|refrain|unwanted|consent|permission|solicitor|lawyer|again|any more|anymore|no more|e-?mails?|mails?|messages?|contact\w*|writ\w+|call\w*|rest|hint|lost|forget|strike|cross|drop|discontinue|canvass\w*|off)\b"
