"""Frequent words of a dozen languages, folded, with those of business mail: the profile behind ``language``.

A word that several languages share counts little for each of them, so lists need not be disjoint.
"""

_FR = """
le la les l un une des du de d au aux et ou mais donc car ni que qu qui quoi dont ce cet cette ces se s c j je tu il elle on nous vous ils
elles me m te t lui leur leurs y en mon ma mes ton ta tes son sa ses notre nos votre vos ne n pas plus jamais rien tout tous toute toutes
est sont etait ete etre suis sommes etes serait sera ai as a avons avez ont avait aurait aura avoir fait faire dans sur sous pour par avec
sans chez vers entre depuis pendant apres avant jusqu jusque si comme aussi tres bien bon bonne peu trop moins alors ainsi puis encore deja
toujours ici merci bonjour bonsoir madame monsieur cordialement bientot salut devis facture joint jointe ci piece veuillez trouver trouverez
suite demande proposition offre prix tarif montant ht ttc tva jours jour semaine mois an annee valable validite cordialement bien
pouvez pourriez souhaitez reste disposition question questions rendez echange travaux prestation euros lundi mardi mercredi jeudi vendredi
samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre rien oui non svp stp quand est-ce parce
bonne journee soiree retour recu compris c'est d'accord relance soumission envoie envoi parfait parfaite beaucoup interesse interessee desole
desolee reception signe signee voila accord super besoin projet lancer cher chere revenir reviens attente delai choix ete
"""
_EN = """
the a an and or but so because if then than that which who whom whose what when where why how this these those it its he she they them their
his her we us our ours you your yours i me my mine is are was were be been being am do does did done have has had having will would shall
should can could may might must not no nor yes of to in on at by for with from about into over under after before between through during
without within as also very just only too more most less some any all each every both few much many other another such own same here there
please thanks thank hello hi dear regards sincerely cheers best kind attached find quote quotation estimate proposal invoice price total
days day week month year valid until per vat excluding including look forward hearing let know any questions further discuss monday tuesday
wednesday thursday friday saturday sunday january february march april may june july august september october november december
work project job call back get give send sent received sounds good great perfect interested longer ahead go see soon next last new again up out s
t ll re ve d m let us am sorry unfortunately decided enclosed happy pleased below above needed booking delivery payment
"""
_DE = """
der die das den dem des ein eine einer einem einen eines und oder aber denn weil dass wenn als ob wie was wer wo ich du er sie es wir ihr
mich mir dich dir ihn ihm uns euch ihnen mein meine meinen unser unsere unseren ihre ihren ihrem ihrer sein seine ist sind war waren wird
werden wurde bin bist haben hat hatte habe hatten kann konnen konnte muss soll sollte will mochte mochten nicht kein keine keinen nur auch
noch schon sehr mehr bitte danke vielen dank hallo guten tag sehr geehrte geehrter geehrten damen herren liebe lieber mit freundlichen
grussen gruss beste viele anbei im anhang angebot kostenvoranschlag rechnung preis betrag netto brutto zzgl inkl mwst gultig bis tage
wochen monat monate fur von vom zu zum zur bei beim auf aus an am in nach vor uber unter durch gegen ohne um seit wahrend ihre anfrage
uns freuen senden sende ihnen gerne ruckfragen verfugung montag dienstag mittwoch donnerstag freitag januar februar marz april mai juni juli
"""
_ES = """
el la los las un una unos unas y o u pero porque que quien cual cuando donde como si no ni de del al a en con por para sin sobre entre
desde hasta hacia segun yo tu usted ustedes nosotros ellos ellas me te se le les lo nos mi mis su sus nuestro nuestra nuestros nuestras
es son era fue ser esta estan estamos estoy ha han he hemos hay tiene tengo tenemos puede puedo podemos quiero muy mas menos ya tambien
todo todos toda todas este esta estos estas ese esa eso gracias hola buenos buenas dias tardes estimado estimada estimados saludos cordial
cordiales atentamente adjunto adjunta adjuntamos presupuesto oferta factura precio importe iva incluido valido valida validez dias semana
meses envio enviamos quedo quedamos disposicion cualquier duda solicitud trabajo proyecto lunes martes miercoles jueves viernes enero
febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
"""
_IT = """
il lo la i gli le l un uno una e ed o ma perche che chi cui quale quando dove come se non ne di del dello della dei degli delle d a al allo
alla ai agli alle da dal dalla dai in nel nella nei con su sul sulla per tra fra io tu lei noi voi loro mi ti si ci vi mio mia suo sua nostro
nostra nostri vostro vostra e sono era siamo essere stato ho hai ha abbiamo avete hanno avere puo posso possiamo molto piu meno gia anche
tutto tutti questo questa questi queste quello grazie buongiorno buonasera ciao gentile gentili egregio spettabile saluti cordiali distinti
allego allegato allegata preventivo offerta fattura prezzo importo iva inclusa esclusa valido valida validita giorni settimana mesi inviamo
invio resto restiamo disposizione qualsiasi richiesta lavoro lavori progetto lunedi martedi mercoledi giovedi venerdi gennaio febbraio
aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
"""
_PT = """
o a os as um uma uns umas e ou mas porque que quem qual quando onde como se nao nem de do da dos das ao aos em no na nos nas com por pelo
pela para sem sobre entre desde ate eu tu voce voces nos eles elas me te lhe lhes meu minha seu sua seus suas nosso nossa nossos e sao era
foi ser esta estao estou estamos ha tem tenho temos pode posso podemos muito mais menos ja tambem tudo todos toda todas este esta isto esse
essa isso obrigado obrigada ola bom boa dia tarde prezado prezada caro cara cumprimentos atenciosamente segue anexo anexa orcamento
proposta fatura preco valor iva incluido valido valida validade dias semana meses envio enviamos fico ficamos disposicao qualquer duvida
pedido trabalho projeto segunda terca quarta quinta sexta janeiro fevereiro marco abril maio junho julho agosto setembro outubro
"""
_NL = """
de het een en of maar want omdat dat die wie wat waar wanneer hoe als dan ik jij je u hij zij ze wij we jullie hun hen mij me jou ons onze
mijn jouw uw zijn haar is was waren ben bent wordt worden werd heb hebt heeft hebben had hadden kan kunt kunnen kon moet zal zullen zou
zouden wil willen graag niet geen wel ook nog al alleen heel zeer meer minder alstublieft bedankt dank hallo beste geachte heer mevrouw
goedemorgen groet groeten vriendelijke hartelijke bijgaand bijlage offerte prijsopgave factuur prijs bedrag excl incl btw geldig tot dagen
weken maand van voor met op in aan bij naar uit om te door over onder tegen zonder tussen na sinds tijdens er hier daar deze dit uw aanvraag
vragen sturen stuur hierbij maandag dinsdag woensdag donderdag vrijdag januari februari maart april mei juni juli augustus
"""
_CA = """
el la els les un una uns unes i o pero perque que qui qual quan on com si no ni de del dels al als a amb per sense sobre entre des fins jo
tu voste nosaltres ells em et es li ens us meu meva seu seva nostre nostra es son era ha han hem tinc tenim pot puc podem molt mes menys ja
tambe tot tots aquest aquesta aquests gracies hola bon dia bona tarda salutacions cordialment adjunt pressupost factura preu import iva
inclos dies setmana mesos envio enviem disposicio qualsevol dubte feina projecte dilluns dimarts dimecres dijous divendres
"""
_SV = """
och eller men for att som vad vem var nar hur om inte jag du han hon den det vi ni de dem mig dig oss er min din sin var vart vara er ar var
har hade kan ska skulle vill maste fran till med pa i av av vid under over utan mellan efter innan mycket mer mindre redan ocksa alla denna
detta dessa tack hej basta halsningar vanliga bifogar bifogad offert faktura pris belopp moms exkl inkl giltig dagar vecka manad ett en
"""
_DA = """
og eller men fordi at som hvad hvem hvor hvornar hvordan om ikke jeg du han hun den det vi i de dem mig dig os jer min din sin vores jeres er
var har havde kan skal skulle vil ma fra til med pa af ved under over uden mellem efter for meget mere mindre allerede ogsa alle denne dette
disse tak hej venlig hilsen hilsner kaere vedhaeftet vedlagt tilbud faktura pris belob moms ekskl inkl gyldig dage uge maned en et
"""
_PL = """
i oraz lub ale poniewaz ze ktory ktora ktore kto co gdzie kiedy jak jesli nie ja ty on ona my wy oni mnie mi ci go jej nam was im moj moja
twoj nasz nasza panstwa pan pani panu jest sa byl byla bedzie mam ma mamy moze mozemy chce bardzo wiecej mniej juz takze wszystko ten ta to
te dziekuje dzien dobry witam pozdrawiam powazaniem zalaczeniu przesylam oferta oferte wycena wycene faktura fakture cena kwota netto brutto
vat wazna dni tydzien miesiac z ze do od na w we po przed przez dla o u bez pod nad miedzy prosze
"""
_RO = """
si sau dar pentru ca care cine ce unde cand cum daca nu eu tu el ea noi voi ei ele ma te se ne va imi iti isi meu mea nostru noastra dumneavoastra
este sunt era fi am ai are avem aveti au poate pot putem foarte mai mult putin deja toate acest aceasta aceste multumesc multumim buna ziua
stimate stima salutari atasat oferta deviz factura pret suma tva inclus valabil valabila zile saptamana luni de la in cu din pe prin fara
"""
_FI = """
ja tai mutta koska etta joka mika kuka missa milloin miten jos ei en et emme ette mina sina han me te he minun sinun meidan teidan on ovat oli
olen olemme voi voin voimme pitaa haluan hyvin enemman jo myos kaikki tama nama kiitos hei paivaa terveisin ystavallisin liitteena tarjous
lasku hinta summa alv voimassa paivaa viikko kuukausi kanssa ilman
"""

PROFILES: dict[str, frozenset[str]] = {
    code: frozenset(table.split())
    for code, table in {
        "fr": _FR,
        "en": _EN,
        "de": _DE,
        "es": _ES,
        "it": _IT,
        "pt": _PT,
        "nl": _NL,
        "ca": _CA,
        "sv": _SV,
        "da": _DA,
        "pl": _PL,
        "ro": _RO,
        "fi": _FI,
    }.items()
}

#: Letters (composed, lower case) that hardly occur outside these languages. French é è à belong to too many.
LETTERS: dict[str, tuple[str, ...]] = {
    "ß": ("de",),
    "ñ": ("es",),
    "¿": ("es",),
    "¡": ("es",),
    "ã": ("pt",),
    "õ": ("pt",),
    "œ": ("fr",),
    "ê": ("fr", "pt"),
    "û": ("fr",),
    "î": ("fr", "ro"),
    "ä": ("de", "sv", "fi"),
    "ü": ("de",),
    "å": ("sv", "da"),
    "ø": ("da",),
    "æ": ("da",),
    "ł": ("pl",),
    "ę": ("pl",),
    "ą": ("pl",),
    "ż": ("pl",),
    "ș": ("ro",),
    "ț": ("ro",),
    "ă": ("ro",),
    "ò": ("it", "ca"),
    "ì": ("it",),
}

#: A script that one language of ours alone is written in decides by itself: first and last code point, language.
SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x04FF, "ru"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "ar"),
    (0x0E00, 0x0E7F, "th"),
    (0x3040, 0x30FF, "ja"),
    (0x4E00, 0x9FFF, "zh"),
    (0xAC00, 0xD7AF, "ko"),
)
