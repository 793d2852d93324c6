"""Texts that are no English news, or made to break what reads it, by what they are.

Every step has to survive them in time that grows with their length alone.
"""

from __future__ import annotations

__all__ = ["HOSTILE", "LANGUAGES", "LARGE"]

HOSTILE = {
    "all marks": "\"“”„‟«»″＂‘’‚‛'`´‹›′" * 20,
    "marks apart": "“ ” ‘ ’ \" ' « » ‹ › " * 20,
    "marks and letters": "“a”b‘c’d\"e\"f'g'h«i»j" * 20,
    "marks that only open": "“a ‘b " * 60,
    "marks that only close": "a” b’ " * 60,
    "marks turned round": "”One,“ said Ada Obi. ’Two,‘ she said. »Three,« she said.",
    "quotation over nothing": "“\n\n”\n\n“\n\n”\n\n‘\n\n’",
    "quotation that never ends": "“We " + "will see and " * 200,
    "cue without anything": "said said said said: said, said “said” said.",
    "lone surrogates": "“\ud800\udfff”, said \udc00da \ud83dbi. \udc00" * 5,
    "NULs": "\x00“\x00No\x00,\x00”\x00 said\x00 Ada\x00 Obi\x00.\x00" * 5,
    "all controls": "“No,” said Ada Obi." + "".join(map(chr, [*range(32), *range(127, 160)])) + "“No,” said Ada Obi.",
    "right to left": "\u202e.iبO adA dias ,”oN“\u202c The \u2067mayor\u2069 said “\u200fno\u200e”.",
    "emoji": "👩🏽‍🚒 “❤️‍🔥🏳️‍🌈” 🇳🇴🇳🇴🇳 said 👨‍👩‍👧‍👦 Obi 1️⃣. “👍🏿👍🏿👍🏿👍🏿” 🫠" * 5,
    "private and unassigned": "“\ue000\uf8ff\U0010ffff,” said \ufdd0\uffff Obi\U000e0041.",
    "stacked accents": "“N" + "\u0301" * 200 + "o" + "\u0489" * 200 + ",” said A" + "\u0336" * 50 + "da Obi.",
    "ligatures and widths": "“ﬁﬂﷺ ｆｕｌｌ ½ Ⅷ ㎏ ǅ İ ß ſ,” ｓａｉｄ Ａｄａ Ｏｂｉ．",
    "letters that change length": "İstanbul’s MAYOR ẞAID “İİİ ﬃ ŉ”. STRAẞE SAID: “ﬃ”.",
    "every kind of blank": "“No,”"
    + "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2028\u2029\u202f\u205f\u3000".join(" said Ada Obi."),
    "no blank": "“No,”saidAdaObi,mayorofElmina.“Yes,”shesaid." * 20,
    "one letter a line": "\n".join("“No,” said Ada Obi, the mayor of Elmina."),
    "one word a line": "\n".join("“No,” said Ada Obi, the mayor of Elmina. She said that it rained.".split()),
    "capitals": "“NO,” SAID ADA OBI, THE MAYOR OF ELMINA. SHE SAID THAT THE DAM WAS SAFE.\n\nOBI: NO.",
    "lower case": "“no,” said ada obi, the mayor of elmina. she said that the dam was safe.\n\nobi: no.",
    "page": '<!doctype html><html><body><script>var a = "No," + \'said\';</script><p class="x">&ldquo;No,'
    "&rdquo; said <b>Ada&nbsp;Obi</b>, <a "
    "href='https://example.org/?a=1&b=\"2\"'>mayor</a>.</p><!-- “Yes,” I said -->",
    "JSON": '{"said": "\\u201cNo,\\u201d said Ada Obi.", "by": ["Ada Obi", null, 1e5], "a": {"b": {"c": "\\"\\""}}}'
    * 3,
    "code": 'def said(self, who=\'Ada Obi\'):\n    """Says `no`."""\n    return f"{who!r} said: \'No\'"  # don\'t\n'
    * 4,
    "shell and query": '\'; DROP TABLE quotes; -- " OR ""=" $(reboot) `reboot` %s %n {0} {{7*7}} ${jndi:x} ../../etc',
    "table": "| who | said |\n|---|---|\n| Ada Obi | “No” |\n| Mayor\t| 'Yes' "
    '|\n\nName\tRole\tQuote\nAda Obi\tmayor\t"No"\n',
    "transcript": "ADA OBI: No.\nINTERVIEWER: Why?\nOBI: [laughs] Because.\n\nQ: And you?\nA: “He "
    "said: ‘No.’”\n\nOBI (on phone):",
    "chat": '[20:14] <ada> no lol\n[20:15] <obi> @ada said "no" >:(\n> quoted\n>> quoted '
    "twice\nada: https://example.org :'(",
    "subtitles": "1\n00:00:01,000 --> 00:00:02,500\n- “No,” said Ada.\n- Who?\n\n2\n00:00:03,000 "
    "--> 00:00:04,000\n♪ la la ♪",
    "misread": "“N0,” sa1d Ada 0bi, tbe rnayor of E1mina- . ,,lt ra ined' , she s aid. ”The darn is "
    "safe ''said Obi |~ ¬ ■ fi_le",
    "mojibake": "â€œNo,â€\x9d said Ada Obi, the mayor of SÃ£o TomÃ©. â€˜Itâ€™s fine,â€™ she said. ï»¿",
    "verse": "“O dam,\n  O dam,” said she,\n    “who said\n      that thou\n  said’st no?”\n",
    "mail": "On Monday, Ada Obi wrote:\n> “No,” said the mayor.\n> > On Sunday you said:\n> > > "
    "yes\n--\nAda Obi\nMayor\n",
    "footnotes": "“No,”[1] said Ada Obi[2][3].¹ ² *“Yes,”* she **said**.† [1]: Obi, A. (2020), ‘No’, p. 3.",
    "names in names": "Ada Obi of Obi Obi and Obi, Ada Ada Obi and Sons' Sons said Ada Obi's Obi's Obi said “Obi Obi”.",
    "titles": "Mr Mrs Ms Dr Sir Dame Prof. Sen. Rep. Gov. Gen. Lt. Col. said Mr. Mr. Ms. Dr. Obi, "
    "Sr., Jr., M.D., MP, QC. “No.”",
    "brackets": "Ada Obi (mayor (of Elmina (in Ghana (in Africa)))) said (“No (“yes (“no”)”)”) [sic] {((}]) ) ( “(”.",
    "relations": "Who said that he said that she said that they said that we said that I said “who said what”?" * 5,
    "numbers": "6'2\" 5’11” 12\" '90s ’68 3.5% £4m €1,000.00 1'000'000 10:30 1/2 ½″ 1e9 0x1F −3 ± 4 said 7 of 9, 10.\n"
    * 5,
    "addresses": "ada@example.org said https://example.org/“no”?q='yes' and www.example.org. @ada "
    "#obi C:\\no\\ ~/no \\\\no\\yes",
    "dashes": '—“No”—said—Ada Obi—the mayor—“and”—she—said—“yes”—.–- -- --- —— “—” ‘–’ "-" said – : – ;',
    "ellipses": "“...” said Ada Obi… “…no…” . . . “. . .” ……… “No ... yes,” [...] she […] said (…).",
}

LANGUAGES = {
    "Amharic": "ከንቲባዋ «ድልድዩ ደህና ነው» አሉ።",
    "Arabic": "قالت عمدة المدينة: «الجسر آمن»، ثم غادرت.",
    "Armenian": "«Կամուրջն ապահով է»,— ասաց քաղաքապետը։",
    "Bengali": "মেয়র বললেন, “সেতুটি নিরাপদ।”",
    "Chinese": "市长说：“桥是安全的。”她还说：「我们每周检查。」",
    "Czech": "„Most je bezpečný,“ řekla starostka Ada Nováková.",
    "Dutch": "‘De brug is veilig’, zei burgemeester Ada de Vries.",
    "Finnish": "”Silta on turvallinen”, sanoi pormestari Aada Virtanen.",
    "French": "« Le pont est sûr », a déclaré la maire, Ada N’Diaye. « On l’a vérifié. »",
    "Georgian": "„ხიდი უსაფრთხოა“, — თქვა მერმა.",
    "German": "„Die Brücke ist sicher“, sagte Bürgermeisterin Ada Groß, „wir haben sie geprüft.“",
    "Greek": "«Η γέφυρα είναι ασφαλής», είπε η δήμαρχος Άντα Παππά.",
    "Hebrew": '"הגשר בטוח", אמרה ראש העיר, עדה לוי. ד״ר כהן הסכים.',
    "Hindi": "महापौर ने कहा, “पुल सुरक्षित है।”",
    "Hungarian": "„A híd biztonságos” – mondta Nagy Ada polgármester.",
    "Italian": "«Il ponte è sicuro», ha detto la sindaca Ada D’Angelo. “L’abbiamo controllato.”",
    "Japanese": "市長は「橋は安全だ」と述べた。『毎週調べている』とも話した。",
    "Korean": "시장은 “다리는 안전하다”고 말했다. ‘매주 점검한다’고도 했다.",
    "Persian": "شهردار گفت: «پل امن است.»",
    "Polish": "„Most jest bezpieczny” – powiedziała burmistrz Ada Żak.",
    "Portuguese": "“A ponte é segura”, disse a prefeita Ada Conceição. — Verificamos — disse ela.",
    "Romanian": "„Podul este sigur”, a spus primarul Ada Țăran.",
    "Russian": "«Мост безопасен», — сказала мэр Ада Ильина. „Мы проверили“.",
    "Spanish": "«El puente es seguro», dijo la alcaldesa, Ada Peña. —Lo revisamos —añadió.",
    "Swahili": "“Daraja ni salama,” alisema meya Ada Obi.",
    "Swedish": "”Bron är säker”, sade borgmästare Ada Åkerström.",
    "Tamil": "“பாலம் பாதுகாப்பானது,” என்றார் மேயர்.",
    "Thai": "นายกเทศมนตรีกล่าวว่า “สะพานปลอดภัย”",
    "Turkish": "“Köprü güvenli,” dedi belediye başkanı Ada Işık. İZMİR: “Evet.”",
    "Ukrainian": "«Міст безпечний», — сказала міська голова Ада Ївга.",
    "Vietnamese": "“Cây cầu an toàn,” bà thị trưởng nói.",
}

_NEWS = "“The wall will hold,” said Ada Obi, an engineer of Elmina. The mayor said that it would not. "

LARGE = {
    "10,000 marks side by side": "“" * 5_000 + "a" + "”" * 5_000,
    "10,000 marks around each other": "“‘" * 2_500 + "a" + "’”" * 2_500,
    "1,000 marks around words": "“a " * 500 + "b” " * 500,
    "200,000 characters in one line": (_NEWS + "x" * 1_900 + " ") * 100,
    "10,000 short paragraphs": "No.\n\n" * 10_000,
    "1,000 short quotations": "“No.”\n\n" * 1_000,
    "one word": "x" * 200_000,
    "one character with accents": "e" + "\u0301" * 100_000,
    "blanks": "The mayor" + " " * 100_000 + "said no." + "\n" * 100_000,
    "line ends": "\r\n\r" * 60_000,
}
