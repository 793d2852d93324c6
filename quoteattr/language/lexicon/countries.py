"""Countries, by the adjectives of nationality that stand for them.

A pair may enter if news uses the adjective of the country and its people.
"""

from __future__ import annotations

__all__ = ["COUNTRY_OF"]

_DEMONYMS = """
Afghan:Afghanistan Albanian:Albania Algerian:Algeria American:US Angolan:Angola Argentine:Argentina
Argentinian:Argentina Armenian:Armenia Australian:Australia Austrian:Austria Azerbaijani:Azerbaijan Bahraini:Bahrain
Bangladeshi:Bangladesh Belarusian:Belarus Belgian:Belgium Beninese:Benin Bhutanese:Bhutan Bolivian:Bolivia
Bosnian:Bosnia Brazilian:Brazil British:Britain Bulgarian:Bulgaria Burmese:Myanmar Burundian:Burundi
Cambodian:Cambodia Cameroonian:Cameroon Canadian:Canada Chadian:Chad Chilean:Chile Chinese:China Colombian:Colombia
Congolese:Congo Croatian:Croatia Cuban:Cuba Cypriot:Cyprus Czech:Czech_Republic Danish:Denmark
Dominican:Dominican_Republic Dutch:Netherlands Ecuadorian:Ecuador Egyptian:Egypt Emirati:UAE English:England
Eritrean:Eritrea Estonian:Estonia Ethiopian:Ethiopia European:Europe Fijian:Fiji Filipino:Philippines
Finnish:Finland French:France Gabonese:Gabon Gambian:Gambia Georgian:Georgia German:Germany Ghanaian:Ghana
Greek:Greece Guatemalan:Guatemala Guinean:Guinea Guyanese:Guyana Haitian:Haiti Honduran:Honduras Hungarian:Hungary
Icelandic:Iceland Indian:India Indonesian:Indonesia Iranian:Iran Iraqi:Iraq Irish:Ireland Israeli:Israel
Italian:Italy Ivorian:Ivory_Coast Jamaican:Jamaica Japanese:Japan Jordanian:Jordan Kazakh:Kazakhstan Kenyan:Kenya
Korean:Korea Kosovar:Kosovo Kuwaiti:Kuwait Kyrgyz:Kyrgyzstan Laotian:Laos Latvian:Latvia Lebanese:Lebanon
Liberian:Liberia Libyan:Libya Lithuanian:Lithuania Malagasy:Madagascar Malawian:Malawi Malaysian:Malaysia
Maldivian:Maldives Malian:Mali Maltese:Malta Mauritanian:Mauritania Mauritian:Mauritius Mexican:Mexico
Moldovan:Moldova Mongolian:Mongolia Montenegrin:Montenegro Moroccan:Morocco Mozambican:Mozambique Namibian:Namibia
Nepalese:Nepal Nepali:Nepal Nicaraguan:Nicaragua Nigerian:Nigeria Nigerien:Niger Norwegian:Norway Omani:Oman
Pakistani:Pakistan Palestinian:Palestine Panamanian:Panama Paraguayan:Paraguay Peruvian:Peru Philippine:Philippines
Polish:Poland Portuguese:Portugal Qatari:Qatar Romanian:Romania Russian:Russia Rwandan:Rwanda Salvadoran:El_Salvador
Saudi:Saudi_Arabia Scottish:Scotland Senegalese:Senegal Serbian:Serbia Singaporean:Singapore Slovak:Slovakia
Slovenian:Slovenia Somali:Somalia Spanish:Spain Sudanese:Sudan Surinamese:Suriname Swedish:Sweden Swiss:Switzerland
Syrian:Syria Taiwanese:Taiwan Tajik:Tajikistan Tanzanian:Tanzania Thai:Thailand Togolese:Togo Tunisian:Tunisia
Turkish:Turkey Turkmen:Turkmenistan Ugandan:Uganda Ukrainian:Ukraine Uruguayan:Uruguay Uzbek:Uzbekistan
Venezuelan:Venezuela Vietnamese:Vietnam Welsh:Wales Yemeni:Yemen Zambian:Zambia Zimbabwean:Zimbabwe
Soviet:Soviet_Union
"""

COUNTRY_OF = {
    adjective: country.replace("_", " ") for adjective, country in (pair.split(":") for pair in _DEMONYMS.split())
}
"""The country that an adjective of nationality stands for; "South Korean" and the like are put together from it."""
