"""Data: how mail programs of many languages introduce, and senders close, what is quoted or not the author's own words.

Compared folded (see ``tokens.fold``). Sources: the string tables of several public mail programs and reply parsers,
and mails read by eye; the languages are listed in docs/decisions/0004-parsing-libraries.md.
"""
# ruff: noqa: RUF001 - letters of other alphabets are the data

from typing import Final

from mailwatch.text.tokens import fold


def _folded(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(name.strip()) for name in text.replace("\n", "|").split("|") if name.strip()))


#: Verbs of "X wrote:"; a phrase that ends, or whose end begins, an attribution line.
VERBS: Final = _folded(
    """a écrit | ecrit | a ecrit | écrivait | a envoyé | vous a écrit | nous a dit | wrote | writes | said | sent | schrieb | schrieben | geschrieben
    | schrieb am | schreef | schrijft | heeft geschreven | het volgende geschreven | verzond | escribió | escribio | escribe | ha escrit | va escriure
    | ha scritto | scritto | scrive | escreveu | escreve | skrev | skreiv | skrifaði | napisał | napisała | napisał(a) | napisał/a | napisal
    | pisze | napsal | napsala | napsal(a) | napísal | napísala | napísal(a) | написал | написала | написал(а) | писал | писал(а) | пишет | написа
    | написав | написала | написав(ла) | пише | писа | је написао | napisao | napisala | napisao/la | je napisao | je napisala | je napisao/la | piše
    | sporoča | je napisal | je napisala | írta | ezt írta | írt | a scris | scris | a scris: | kirjoitti | kirjutas | rakstīja | parašė | rašė
    | έγραψε | εγραψε | yazdı | yazmış | şunları yazdı | yazdi | escribeu | idatzi zuen | idatzi du | shkroi | menulis | viết | đã viết
    | ysgrifennodd | כתב | כתבה | כתב/ה | מאת | كتب | كتبت | نوشت | 写道 | 寫道 | 寫到 | 书写 | 写到 | 來信 | 来信 | さんは書きました | より
    | écrivais | écriviez | as écrit | avez écrit | disait | disais | nous disait | a répondu | répondait | ont écrit
    | のメッセージ | は書きました | 作成함 | 작성 | 님이 작성 | 작성함 | 쓴 내용 | 님이 씀 | เขียน | เขียนว่า | schrieb folgendes | a répondu | replied"""
)

#: Words an attribution begins with, before its date.
OPENERS: Final = _folded(
    """le | on | am | op | el | il | em | a | den | dnia | dne | dňa | dana | u | na | no | pe | în | in | în data | in data | in data di | pada | vào | vao
    | þann | po | lúc | el dia | el día | at | data | ar | ngày | tarihinde | στις | ב | בתאריך | في | در | 于 | 於 | 在 | дана | у | w dniu | ekkor | më
    | datumā | il giorno | el mar | el lun | date | im | vom | quoting | citando | selon | message du"""
)

#: Words that stand between a date and a name without being either.
NOISE: Final = _folded(
    """uhr | utc | gmt | hne | hae | cet | cest | est | edt | pst | pdt | h | heures | à | a | at | um | kl | klo | o | ore | às | las | alle | om | godz | používateľ | użytkownik
    | uživatel | пользователь | користувач | ο/η | ο | η | الرسالة | user | utilisateur | tarihinde | -(e)an | e)an | -(e)k | hau | hat | heeft | ha | je | vous avez | vous | tu | you | nous | şunu | lundi | mardi | mercredi | jeudi | vendredi | samedi | dimanche | lun | mar | mer | jeu | ven | sam | dim | monday | tuesday | wednesday | thursday | friday
    | saturday | sunday | montag | dienstag | mittwoch | donnerstag | freitag | samstag | sonntag | lunes | martes | miércoles | jueves | viernes | sábado | domingo | lunedì | martedì | mercoledì | giovedì | venerdì
    | sabato | domenica | maandag | dinsdag | woensdag | donderdag | vrijdag | zaterdag | zondag | mon | tue | wed | thu | fri | sat | sun"""
)

#: Field labels of header blocks above an original.
LABELS: Final = {
    "from": _folded(
        """from | de | von | van | da | fra | frá | från | od | odesílatel | odosielateľ | feladó | de la | от | від | από | kimden | gönderen | lähettäjä
        | kellelt | saatja | no | nuo | nga | oddi wrth | nork | dende | dari | từ | מאת | من | مِن | از | 发件人 | 寄件者 | 寄件人 | 發件人 | 差出人
        | 送信者 | 보낸 사람 | 보낸사람 | จาก | expéditeur | expediteur | mittente | remitente | remetente | absender | afzender | šalje | šalje: | nadawca | avsändare
        | avsender | afsender | kas | pošiljatelj | pošiljalec | пошиљалац | од | отправитель | відправник | sender | 发自 | siuntėjas | sūtītājs | da parte di"""
    ),
    "date": _folded(
        """date | sent | sent on | envoyé | envoyé le | envoyee | envoyée le | date d'envoi | datum | gesendet | gesendet am | verzonden | verzonden op | verstuurd
        | data | inviato | inviato il | enviado | enviado el | enviado em | enviada | enviada em | enviado a | fecha | fecha de envío | enviat | sendt | skickat | skickad
        | dato | dags | wysłane | wysłano | data wysłania | odesláno | odoslané | elküldve | küldve | küldés dátuma | dátum | trimis | изпратено | изпрати до | дата | отправлено
        | дата отправки | надіслано | απεστάλη | αποστολή | στάλθηκε | ημερομηνία | gönderilme | gönderme tarihi | gönderildi | tarih | lähetetty | päivä | päiväys | päivämäärä | saadetud | kuupäev
        | nosūtīts | datums | išsiųsta | dërguar më | anfonwyd | bidalita | terkirim | tanggal | đã gửi | ngày | נשלח | תאריך | المُرسل | تاريخ | التاريخ | ارسال
        | 发送时间 | 寄送日期 | 傳送日期 | 日期 | 時間 | 时间 | 寄件日期 | 送信日 | 送信日時 | 日付 | 日時 | 보낸 날짜 | 날짜 | 보낸 시간 | วันที่ | poslano | poslato | послато
        | датум | dátum odoslania | date et heure | heure | dag | dată | sendt den | sent at | odesláno dne"""
    ),
    "to": _folded(
        """to | à | a | pour | an | aan | para | per | til | till | do | komu | címzett | către | la | catre | до | кому | προς | kime | alıcı | vastaanottaja
        | kellele | saaja | kam | për | at | nori | kepada | untuk | tới | đến | אל | إلى | الى | به | 收件人 | 收件者 | 宛先 | 받는 사람 | 받는사람 | ถึง
        | za | prima | прима | за | destinataire | destinatario | destinatário | empfänger | geadresseerde | destinataires | aw | viðtakandi | mottagare | mottaker
        | modtager | gavėjas | saņēmējs | prejemnik | primatelj | получатель | одержувач | adresat | příjemce | pentru | adresaci"""
    ),
    "cc": _folded(
        """cc | copie | copie à | copie a | c.c. | kopie | kopi | kopio | kopia | kópia | másolat | másolatot kap | copia | cópia | con copia | em cópia | dw | kp
        | afrit | копия | копија | копіе | копие | копія | κοιν | κοινοποίηση | bilgi | koopia | עותק | نسخة | نسخة كربونية | رونوشت | رونوشت به | 抄送 | 副本 | 참조
        | สำเนา | a/c | a.c. | cci | bcc | kk | kópiu | v kopii | đồng gửi"""
    ),
    "subject": _folded(
        """subject | objet | sujet | betreff | onderwerp | betreft | oggetto | asunto | assumpte | assunto | emne | ämne | efni | viðfangsefni | temat
        | předmět | predmet | tárgy | subiect | относно | тема | θέμα | konu | aihe | teema | temats | tema | subjekt | pwnc | gaia | subjek | perihal | chủ đề | tiêu đề
        | נושא | הנושא | الموضوع | موضوع | 主题 | 主旨 | 主題 | 件名 | 제목 | เรื่อง | zadeva | предмет | naslov | наслов | jutul | tēma | titre"""
    ),
    "reply_to": _folded(
        "reply-to | répondre à | répondre a | responder a | antwort an | odpověď | rispondi a | svar til | antwoord aan | svara till | 返信先 | reply to"
    ),
    "other": _folded(
        """importance | priorité | importanza | wichtigkeit | prioridad | belang | pièces jointes | pièce jointe | attachments | anlagen | attachment | allegati
        | organization | organisation | newsgroups | sensitivity | adjuntos | anexos | x-mailer | signé par | envoyé par | message-id | categories | catégories"""
    ),
}

#: What stands alone above an original, between dashes or not.
MARKERS: Final = _folded(
    """message d'origine | message original | mail original | courriel original | courriel initial | courrier original | message initial | e-mail d'origine | email d'origine
    | message transféré | message transmis | message réexpédié | mail transféré | courriel transféré | e-mail transféré | message réacheminé | message suivi
    | forwarded conversation | conversation transférée | original message | original email | original e-mail | original mail | forwarded message | forwarded email | forwarded mail | reply message | original appointment
    | begin forwarded message | begin original message | message forwarded | ursprüngliche nachricht | originalnachricht | original-nachricht | urspr. nachricht
    | weitergeleitete nachricht | anfang der weitergeleiteten nachricht | weitergeleitete mail | weitergeleitete e-mail | originalmail
    | oorspronkelijk bericht | oorspronkelijke bericht | origineel bericht | doorgestuurd bericht | begin doorgestuurd bericht | doorgestuurde bericht
    | messaggio originale | messaggio inoltrato | inizio messaggio inoltrato | inizio del messaggio inoltrato | email originale
    | mensaje original | correo original | mensaje reenviado | inicio del mensaje reenviado | mensaje enviado | missatge original | missatge reenviat | inici del missatge reenviat
    | mensagem original | mensagem encaminhada | mensagem reencaminhada | início da mensagem encaminhada | início da mensagem reencaminhada | mensagem enviada
    | oprindelig meddelelse | oprindelig besked | original besked | oprindelig mail | videresendt besked | videresendt meddelelse | start på videresendt besked | begyndelse på videresendt besked
    | original melding | opprinnelig melding | opphavleg melding | videresendt melding | videresendt e-post | begynnelse på videresendt melding | start på videresendt melding
    | originalmeddelande | ursprungligt meddelande | ursprungsmeddelande | vidarebefordrat meddelande | vidarebefordrat brev | vidarebefordrat mejl | börja vidarebefordrat meddelande | vidarebefordrat e-postmeddelande
    | alkuperäinen viesti | välitetty viesti | edelleenlähetetty viesti | välitetty viesti alkaa | upprunaleg skilaboð | framsend skilaboð
    | wiadomość oryginalna | oryginalna wiadomość | wiadomość przekazana | przekazana wiadomość | początek przekazywanej wiadomości | treść przekazanej wiadomości | wiadomość przesłana dalej | dalej przekazana wiadomość
    | původní zpráva | původní e-mail | přeposlaná zpráva | předaná zpráva | začátek přeposílané zprávy | začátek přeposlané zprávy | pôvodná správa | preposlaná správa | začiatok preposlanej správy | začiatok preposielanej správy
    | eredeti üzenet | továbbított üzenet | továbbított levél | a továbbított levél kezdete | továbbított üzenet kezdete | eredeti levél | mesaj original | mesajul original | mesaj redirecționat | mesaj redirecţionat | mesajul redirecționat | început mesaj redirecționat | începutul mesajului redirecționat | mesaj transmis mai departe
    | оригинално писмо | оригинално съобщение | препратено съобщение | исходное сообщение | исходное письмо | оригинальное сообщение | пересылаемое сообщение | пересланное сообщение | переадресованное сообщение | начало переадресованного сообщения | начало пересылаемого сообщения | переслане повідомлення | конец пересылаемого сообщения
    | оригінальне повідомлення | вихідне повідомлення | переслане повідомлення | повідомлення, що пересилається | початок листа, що пересилається | початок переадресованого повідомлення | пересланий лист
    | πρωτότυπο μήνυμα | αρχικό μήνυμα | προωθημένο μήνυμα | özgün ileti | orijinal mesaj | orijinal ileti | iletilen mesaj | iletilen ileti | yönlendirilen ileti | yönlendirilmiş ileti | iletilmiş ileti başlangıcı | i̇letilmiş mesaj | iletilmiş mesaj | i̇letilen mesaj
    | originalna poruka | izvorna poruka | proslijeđena poruka | prosljeđena poruka | početak proslijeđene poruke | оригинална порука | прослеђена порука | izvirno sporočilo | posredovano sporočilo
    | algne kiri | edastatud kiri | sākotnējā ziņa | pārsūtīta ziņa | originalus tekstas | persiųstas laiškas | jatorrizko mezua | mensaxe orixinal | mensaxe reenviada | mesazhi origjinal | neges wreiddiol | pesan orisinal | pesan asli | pesan yang diteruskan | pesan terusan
    | thư gốc | tin nhắn gốc | thư được chuyển tiếp | tin nhắn đã chuyển tiếp | הודעה מקורית | הודעה שהועברה | الرسالة الأصلية | رسالة معاد توجيهها | الرسالة المعاد توجيهها | پیام نخستین | پیام اصلی | 原始邮件 | 原始郵件 | 邮件原件 | 轉寄的郵件 | 转发的邮件 | 转发邮件 | 轉寄郵件 | 已轉寄的郵件 | 開始轉寄郵件
    | 元メール | 元のメッセージ | オリジナルメッセージ | 転送メッセージ | 転送されたメッセージ | 転送されたメール | 원본 메시지 | 원본 메일 | 전달된 메시지 | 전달된 메일 | ข้อความต้นฉบับ | ข้อความที่ส่งต่อ
    | début du message réexpédié | début du message transféré | début du message transmis | message transféré par | fwd"""
)

#: Months by the beginning of their folded name, in the languages above; the longest beginning that fits decides.
MONTHS: Final = {
    stem: month
    for month, stems in enumerate(
        (
            "jan ene gen sty led sij ian янв січ яну јан ιαν oca tammi sau يناير ינו urt xan",
            "feb fev lut uno velj фев лют φεβ sub helmi vas ots فبراير פבר",
            "mar maa brez bre ozu мар бер μαρ maalis kov mrt مارس מרץ מרס",
            "apr avr abr kwi dub trav апр кві απρ nis huhti bal أبريل ابريل אפר api",
            "mai may mag maj mei kve svi май мая маи мај трав μαι touko geg مايو מאי",
            "jun juin giu cze cerv lipan lipnj июн чер јун ιουν haz kesa birz يونيو יונ iun eka xun юни",
            "jul juil lug lip cervenec cervence srpan srpnj июл лип јул ιουλ tem heina liep يوليو יול iul uzt xul юли",
            "aug aou ago sie srp kol авг сер αυγ agu elo rugp أغسطس אוג abu",
            "sep set wrz zar ruj сен вер сеп σεπ eyl syys rugs سبتمبر ספט ira",
            "oct okt ott out paz rij окт жов οκτ eki loka spal أكتوبر אוק urr",
            "nov lis stu ноя лис нов ноем νοε kas marras lapk نوفمبر נוב aza",
            "dec dez dic gru pro дек гру про дец δεκ ara joulu gruod ديسمبر דצמ abe des",
        ),
        start=1,
    )
    for stem in stems.split()
}

#: The beginnings of "Sent from my phone" lines.
MOBILE: Final = _folded(
    """envoyé de | envoyé depuis | envoyé à partir de | envoyé avec | envoyé par | envoyé via | télécharger outlook | obtenez outlook | obtenir outlook | sent from | sent with | sent via | sent using | get outlook
    | gesendet von | von meinem | gesendet mit | verzonden vanaf | verstuurd vanaf | verzonden met | verzonden via | verzonden met | enviado desde | enviado do | enviado de | enviado a partir | enviat des | inviato da | inviato dal | inviato con
    | skickat från | sendt fra | sendt från | lähetetty | wysłane z | wysłano z | odesláno z | odoslané z | отправлено из | отправлено с | надіслано з | trimis de pe | trimis din | iphone'umdan | iphone'dan | iphone'umdan gönderildi
    | iphoneから送信 | 从我的 | 發自我的 | 发自我的 | 내 iphone | 나의 iphone | hanki outlook | skaffa outlook | hent outlook | download outlook | outlook für | scarica outlook | descargar outlook | obter o outlook | ottieni outlook | poslano z | poslano s | küldve | my phone
    | diese nachricht wurde von meinem | ce message a été envoyé de | ce message a été envoyé depuis | envoye de mon | provenance : courrier | provenance : | enviado via | von outlook | enviado con | envoyé à l'aide"""
)

#: What only legal notices say.
NOTICE_SURE: Final = _folded(
    """confidentiel | confidentiels | confidentielle | confidentielles | confidentialité | intention exclusive | usage exclusif | reçu ce message par erreur | reçu cet e-mail par erreur | reçu ce courriel par erreur
    | divulgation | décline toute responsabilité | ne saurait être tenu | ne sauraient être tenu | altéré, déformé | confidential | privileged | intended recipient | intended solely | intended only | received this email in error
    | received this message in error | received this e-mail in error | unauthorized | unauthorised | strictly prohibited | vertraulich | unbefugte | irrtümlich | vertrouwelijk | riservate | confidenciales | confidencial"""
)

#: What legal notices say too; three of all these, one of the sure ones among them, make a paragraph a notice.
NOTICE_WORDS: Final = _folded(
    """destinataire | par erreur | détruire | supprimer | expéditeur | virus | pièces jointes | intégrité | interdite | diffusion | utilisation | copie | addressee | recipient | in error | delete | notify | sender | disclosure
    | attachments | liability | prohibited | empfänger | löschen | geadresseerde | bestemd | destinatario | per errore | por error | por engano"""
)

#: One of these alone makes a line or a paragraph part of the footer.
FOOTERS: Final = _folded(
    """pensez à l'environnement | penser à l'environnement | n'imprimez ce | avant d'imprimer ce | avant d'imprimer cet | before printing this | consider the environment | please consider the environment
    | l'absence de virus dans ce courrier | garanti sans virus | cet e-mail a été vérifié | ce courrier électronique ne contient aucun virus | this email has been checked for viruses | this email has been scanned | diese e-mail wurde
    | to unsubscribe | unsubscribe from this | se désinscrire | se désabonner | pour vous désabonner | pour vous desinscrire | vous recevez ce message car vous êtes abonné | you received this message because
    | you are receiving this because | reply to this email directly | ce message et toutes les pièces jointes | ce message et ses pièces jointes | ce message, ainsi que | ce courriel et | ce courriel est confidentiel | ce message est confidentiel | ce mail est confidentiel
    | les informations contenues dans ce | avis de confidentialité | clause de confidentialité | a non-text attachment was scrubbed | an html attachment was scrubbed | an embedded message was scrubbed | une pièce jointe autre que texte | une pièce jointe html | the information contained in this | this message and any | this e-mail and any | this email and any | this message is intended | this e-mail is confidential | this email is confidential | diese e-mail enthält | le informazioni contenute in"""
)

#: Names of what a discussion list adds at the end, beside its address.
LISTS: Final = _folded(
    "liste de diffusion | mailing list | mailman/listinfo | liste de discussion | sympa | listinfo | se désabonner | unsubscribe"
)

#: Warnings that gateways put on top of mail from outside.
BANNERS: Final = _folded(
    """this email originated from outside | this message originated from outside | originated outside of | external email | external sender | ce message provient de l'extérieur | ce courriel provient de l'extérieur | expéditeur externe | message externe
    | mail externe | courriel externe | you don't often get email from | vous n'obtenez pas souvent d'e-mail | vous ne recevez pas souvent de courriers | vous ne recevez pas souvent de | learn why this is important | découvrez pourquoi cela | découvrez pourquoi c'est important
    | do not click links or open | ne cliquez pas sur les liens | ne cliquez sur aucun lien | diese e-mail stammt von | caution: external | extern mail"""
)

#: Formulas that close a letter.
CLOSINGS: Final = _folded(
    """cordialement | bien cordialement | très cordialement | cordiales salutations | salutations distinguées | sincères salutations | meilleures salutations | salutations | bien à vous | bien à toi | bien sincèrement | sincèrement | amicalement | cdt | cdlt | bàv | belle journée
    | bonne journée | bonne soirée | bonne fin de journée | bon week-end | bonne réception | respectueusement | à bientôt | a+ | bises | best regards | kind regards | regards | best | warm regards | sincerely | yours sincerely | thanks | thank you | many thanks | cheers | mit freundlichen grüßen | freundliche grüße
    | viele grüße | beste grüße | met vriendelijke groet | vriendelijke groeten | cordiali saluti | distinti saluti | saludos | un saludo | saludos cordiales | atentamente | cumprimentos | atenciosamente"""
)
