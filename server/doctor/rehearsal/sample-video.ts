/** Three seconds of a test picture as a node would deliver them: H.264 in MPEG-TS, a second each, in base64. */
const SEGMENTS: readonly (readonly string[])[] = [
  [
    'R0AREABC8CUAAcEAAP8B/wAB/IAUSBIBBkZGbXBlZwlTZXJ2aWNlMDF3fEPK////////////////////////////////////////////',
    '////////////////////////////////////////////////////////////////////////////////////////////////////////',
    '//////////////////////////////////////////9HQAAQAACwDQABwQAAAAHwACqxBLL/////////////////////////////////',
    '////////////////////////////////////////////////////////////////////////////////////////////////////////',
    '/////////////////////////////////////////////////////////////////////////////////////0dQABAAArASAAHBAADh',
    'APAAG+EA8AAVvU1W////////////////////////////////////////////////////////////////////////////////////////',
    '////////////////////////////////////////////////////////////////////////////////////////////////////////',
    '////////////////////////R0EAMAdQAAB7DH4AAAAB4AAAgIAFIQAH2GEAAAABCfAAAAABZ0LACqYRGJsBEAAAAwAQAAADAEDxImEY',
    'AAAAAWjIQgOSyAAAAAFliII/8RVwYBVqbDgA9xcYAY9c9X2JnRVagCbx6+ssLqV1ucqOyyS6Dl15LUTnnevaxY7kCCIrwl4AQBNnEQ4A',
    'o6ZvCIisiSFSVjDlK5dEVlioiM3tQjTIDSmXbOo+Am/r7iZ/4Qe+28bLXJTG6N0g9i1HAQAR3oU3hgAwFgs9Oy8vVhzE1O2Tk/ZGdxvn',
    'EDrN84iLuIuLXV0YOIOawY6Th3DInZ6Kz3eoTRWcaX2FMmf+Ih2eUKmGGDdw8ClRcsqLloorLQS4kpo8Nc5zxvmOHFdxVfigA8Am89fW',
    '4vd9zM3nr6xA12VopU/c1jdNzlR2WHdmvoxWSTic87163OVnZYBwDgIDOwPtCmw7uClTMrxyce/FPIoaKi1PTMDrN84uiKyxURHgiRTw',
    'bJl2+kcBABKPgJu++4oqPXNnlfQsPkxukHk3m51R2WCWgMBpJUvZJlbJRmNfjXdJDWFKllKlzR0NfknOPyIqgijna9k4jniOAkfnccX9',
    '9yjP3uKKRpftyuWGknZnclT/3Oo/zeF4Q4QYKEAEFTjASTAR/SFZD+kKyB3x2Me+Oxi22YbhC22YbhQAB6hD7DRU+fnwdAoPHPeK0TmH',
    'xcxSEShgHg7UDHADFpJcsDJQO3039udBBEKIEmCf41f18FY2RwEAE+3gUIQGad/0vFZe/h/BYgkc5/8BN333GN0g9X0FNA4GoICFWZ7k',
    'CR5yf9+eaPwUWAMe7X7+/QkGAf8FaxPIkaAwAPBA887fgTVJoEhI5YfwDAA4dj1gxTL364wFDAFBXLJcs4Fg8LBRUsoqWPDYHQmOAYAH',
    '9grJieQwDgLB0KUSljEqjn8oB/+wV3rDABgEiiVnLKzl+1/HHD9Bo2bGuohGgcAEGUaeCW7YlaP//XgQIH78U98D6CJHAQA0WgD/////',
    '////////////////////////////////////////////////////////////////////////////////////////////////////////',
    '/////////yd0uMRrJXyyflgBGrevrAF5mnEYl+0aCmO0UwSBvpCBVCASrEhYEAsYOhMA8NgUwys7e/yAIB/7BEGRfjAAGSZjBQDHAYgA',
    'IThw/+CIUL8JAIHaEAASAAYkAAQV4EdBADUHEAAA0vB+AAAAAeAAAICABSEACzfxAAAAAQnwAAAAAUGaHP8NmyeEIyqFJICe2dP+AR7k',
    'gQw/pZ/r6iySf4r6SiIccN47e9EUP7jYsHw3Erp3n3ut8/D9rvBSva/ugFwC4E2aqq54KFwhOMqaMAfr4RmEODTBrO307AxAkBICIaPu',
    '+73q093v83N4/cMVVV1UUoNRfajXRnl/F4LwqPDhIFvLROqv/x0xL/4GDsEDAg8IIKAN7VIIRwEANjsA////////////////////////',
    '/////////////////////////////////////////////////////0UgCC2FmXIML2OCZHLHYfCODEmR/CwMsw747i5h2cGEePrrgr6N',
    'c47wQwXk1VXV+B+vDXE3Tyxc2P68L5VgxTL37+8Dge4aM6LpdUxlY4MSllEpYAFe07W1OQFblD43Slv//Lf/+XwIP+uGTHy9Ad8PjAd+',
    'gdAT4GFQRbA=',
  ],
  [
    'R0AREQBC8CUAAcEAAP8B/wAB/IAUSBIBBkZGbXBlZwlTZXJ2aWNlMDF3fEPK////////////////////////////////////////////',
    '////////////////////////////////////////////////////////////////////////////////////////////////////////',
    '//////////////////////////////////////////9HQAARAACwDQABwQAAAAHwACqxBLL/////////////////////////////////',
    '////////////////////////////////////////////////////////////////////////////////////////////////////////',
    '/////////////////////////////////////////////////////////////////////////////////////0dQABEAArASAAHBAADh',
    'APAAG+EA8AAVvU1W////////////////////////////////////////////////////////////////////////////////////////',
    '////////////////////////////////////////////////////////////////////////////////////////////////////////',
    '////////////////////////R0EANwdQAAEq1H4AAAAB4AAAgIAFIQANl4EAAAABCfAAAAABZ0LACqYRGJsBEAAAAwAQAAADAEDxImEY',
    'AAAAAWjIQgOSyAAAAAFliIEH+IRF4QRbLw4APf4AY8ueV9tsPDn9OEPLt5X0aoLVtHsWsj3rjJpjYX6cjVkPUex0N/JV5tTR7YD4AwQA',
    'Aehl3Tyqmzj88D+kKyAI6ySBJBSWQUVxeCbFREcQlE/BoUZbc+v6j+AGPXPV9nveaj1HAQAYJ92fmzzs9sXtbqIGuzy1kUemK88ZmypG',
    '+g0UIAAgHQWX4J12EHLN84js43zgDtsc2CXmO7DP89OPfka2W3HvyIiIio23/BsTLbe6+4bu9fceqCz3uDx+oPznx2WNzlM7LBue8kHn',
    '2ic8717MfZUCWB8ATIKyw6Zy7RFZasa661yxWQmdxvnAYiAA5zsdD5wJu99xxe59xj4wxtO6D1ZoVRnKHZYd3sPR9NnROeOyyLts4MAM',
    'AkN3A0cBABntCmw7uFKmZXjk49+Rn1E/+PbVM2mB1m+cVVh/fjARw8qZwbJlkR793uATeffW/N83MRHu06zS+EVrteIU0QUhADk4Msgy',
    'tl4eMrTk468YlLKVL0ganDZiI4ir2H+wclmZfuL6xm88vrdmdgJn17hXFav7XXSW2zZ52e1ucrOyw7mZfRK0nfInPO9etzlZ2WCQ0IAA',
    'XBVZDabIbSL8iDcIT5FDRUDB7BypnB7Bypi22YbhCVZnjRVARwEAGgPgAcFgtQNkgq4GmEBsD3hlV3Iw8iuZJuRjES4LUGQ0ABWPs3Po',
    'ymPs3PoygiFzwAYGCqAcABNjoKlgACGnGAACFEhoAB1DECg4HBooDMFX/S6PH+HpaOE/yv/gBNpf5lrfTClPbhqN10EvewYB7Q8ABrM9',
    'yAm/6Tia5j795FLVM3E1DDAPCAMeMw14lsro90H9cO+CUgwOAKGEDqsYSlk29UcC+W7Il77QQt1we7+4BgGIYAq35cVHAQAbveeGOFDo',
    'D1t1plXEItBRUtAx1gQT5fAMA+HCBObK6lvCI+QMDBbYEp2liovsolLEJ7nn364APHw7TU3+ohAgEEkzcsrcu/7t+GAf6DY/Bgky+XIk',
    'DQgACAEVTWDZyys5ZqH5x8AgHHhjxGJ5xaFBhx5ucJASuEAccDl3XQV0oikq+CiUthKWAlBSZA+ocgIVpNfsY8iIZFxEog0Uw8HzLCEA',
    'aDDALEkyeTOeEyeEz+uH4aBW8U4YIkcBADxVAP//////////////////////////////////////////////////////////////////',
    '/////////////////////////////////////////////3sDAAGYGAj9pl8xiLTzu8/wAxV/ADneJlA7H//7F9WC04l/AaG6f14rUvCz',
    'lUf+38Q8+L1mZNzC2AJRog6yaP/EJmN9Xw5sCBBuPL+RDUyE75+CgCYK3qGxDkBH5tOkhDVAR0EAPQcQAAGCuH4AAAAB4AAAgIAFIQAP',
    '9xEAAAABCfAAAAABQZoc8vC/gEN+rlMDO8BMPm2j5peHUsL/DYin/53ut6Vae13gZtruuBBy6hQDgC0DgEAewKQPQIIbBfn/3wIbjmQb',
    'jmUo7lBuOZL5uKnr4LnDH/4Z1P+HBEAkd1jk0+5w18OLpe8I861MEg4eC8cMwMYLoDzZ7gcANDhiJUBIsuett9wQZB4rOXyAy+nR++bA',
    'MAGH2Gj4VstHAQA+EgD//////////////////////+XjAKHA4Zff//NW+MPwY8j6gQC1VCh/4cewgI1JJAR9PshzCUvwBCZu9CfhdwjV',
    'p5f8EUOAw1xx4tsT3+ECGAis0zisJgipqpcTUfcDw0+mM4Ai9XWYSEtYLgKPBDgR4cHw77sf/AAxe52vo9gjFYmiP+d4Z3y1YeD/wLsJ',
    'h8JhwElz9+AHfwAgqdO4XgIW08U8CtvBHDdaynEIQX09/gwApJaJ8A==',
  ],
  [
    'R0AREgBC8CUAAcEAAP8B/wAB/IAUSBIBBkZGbXBlZwlTZXJ2aWNlMDF3fEPK////////////////////////////////////////////',
    '////////////////////////////////////////////////////////////////////////////////////////////////////////',
    '//////////////////////////////////////////9HQAASAACwDQABwQAAAAHwACqxBLL/////////////////////////////////',
    '////////////////////////////////////////////////////////////////////////////////////////////////////////',
    '/////////////////////////////////////////////////////////////////////////////////////0dQABIAArASAAHBAADh',
    'APAAG+EA8AAVvU1W////////////////////////////////////////////////////////////////////////////////////////',
    '////////////////////////////////////////////////////////////////////////////////////////////////////////',
    '////////////////////////R0EAPwdQAAHanH4AAAAB4AAAgIAFIQATVqEAAAABCfAAAAABZ0LACqYRGJsBEAAAAwAQAAADAEDxImEY',
    'AAAAAWjIQgOSyAAAAAFliIIX4hEcBARF+w4APf4AY8ueV9sMXXuK+wY8ueV9o1ayFHpmbFMjfR73mo88tZcebiZZ3VR5sU6N9APgDBAA',
    'B6GXdHqmzj88D+kKyAI6ySBJBSWQUri8E0RURGr2uploGyZczz8Q+Am719wd1f3IPfZHAQAQWneUUX/upSciWsUDpjeebnKjssGqEABA',
    'dAsunXrp1negXs9AB28c2CXsd2Gf56ce/I1stuPfkRNxFRQkTPwsWXCeTuIz69x6oNFj1G6w9NnlfS+wpkR3B6Tz7TE853TH2VDQYIAA',
    '2RcsqJy7UVlqxrrruiKyEzuN84DEgANa0zx8FO7uAMeufPtjF73T7QvvvpEGrPNLWs9O9HU3NlIb6Ne957Hz82ehvoMY/2ufBgBgEngf',
    'aFNimEcBABEnbMrxyce/A/lS5eXW1JmXA6zfOCZ+x/W4qIjVpw0yg2mXMbf+PgE3nr61PglvfoxyJTHu06ilT9kVrtWKFbRxgYDWlS9k',
    'mVszlVDuQ7fhSpZSpeDJMiOIiqCKoZUzNUDyzt9QE39fceqABN/X3FsoTuv3MTzncvsKZEdweb3WHpiec7q0xwgwUIAARBVqpapE9EmN',
    'cxPRJjXMGA2KLKmcBsUWVMSzPhrmJZnw1zgAfCH4KkIgok+8RwEAEjfCUlcykrmIQXLY4DHAAEBmIssABhgXSDgAIjFoQJvgACAnMHAA',
    'EBCAYP//8GPwyMow7xAcuAyKu/7ug9quj/+VYQ/DftcQvZpfplzDgOaCnnHgWq7Hz7uO8GJAAhEdmh6GN2LGur22/G+zhMwOYMJcCbzb',
    'hswGBNUmgWZy7/q/oIovbASIcuPw4BB3gxTL67vrgwtiJoGKlhHu2xC33lEpZRKXAmZ9qjJGXav8VALPw0TvLhcqAwJHAQATUGDCvE0/',
    'AMYduLsVRXMly+wIlzZioRDAEzh59pdpa60hQYXYgBlZyys5fXYs9FR4vTRWOLigHFGKWEmIYDQlLoMvHWvK3LK3L//4f2Gj4MUy18MH',
    'iQMAAQYBznT0zkEEKXwRxS/x8P4eKAHff4LX3QYoDAkABOERg6e4SD2AGfgDA9XHYUipIB1Dlx/DAOCwvFMMCywiACwFD0+I3529N+PI',
    'j7VBTIu1B/4mA/+N5sFDAW7pl/XgSEcBADR2AP//////////////////////////////////////////////////////////////////',
    '/////////////////////////////////////////////////////////////////////////////////////////wAUAChIBsDCovbA',
    'WQ5AZ9tOqCCU7/FqQa2Ede89/j//sFY8KOV8ZiAC/+YGqxOS1sSZi3EATxDxTOKAGIufWt7wR0EANQcQAAIygH4AAAAB4AAAgIAFIQAV',
    'tjEAAAABCfAAAAABQZocJy8Lm4021TWYuMSXhI5bV/hsole7z73W5Zlicas90sMFv9dQDsv+BNgQILy8uXuE8mXT/+gTATNWa8/Jh/PA',
    'v4cwhG2kuf4Rth9DppKvUbg0zyiUBL7Ve1hqXUEG41Nzr2rBABCAxQyi8VlKxaECrqC1+/gI5LtzkPGMxaCaOHNj/8MOcsYp8IEgyRFs',
    'dlgCL66bUfhHAQA2agD/////////////////////////////////////////////////////////////////////////////////////',
    '///////////////////////////////////////////////////////Uu/HszQYDQkYApm5ZW5fk6a8CDOPA/S/gTPbp//4GaeRZ03Td',
    '+77y3hQCh4gHAEHi2HVNsvgYYFgEA749giDdqOOd7jfLuW8o7jvCWA==',
  ],
];

/** The segments' bytes, in order. */
export function sampleSegments(): readonly Buffer[] {
  return SEGMENTS.map((lines) => Buffer.from(lines.join(''), 'base64'));
}

/** Pictures in all of them together. */
export const SAMPLE_PICTURES = 6;

/** Name of a segment as nodes number them. */
export function sampleName(index: number): string {
  return `segment_${String(index).padStart(5, '0')}.ts`;
}

/** The playlist a node would push with them. */
export function samplePlaylist(count: number): string {
  const entries = Array.from({ length: count }, (_, index) => `#EXTINF:1.000000,\n${sampleName(index)}\n`);
  return `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n${entries.join('')}`;
}
