/**
 * Letters of other scripts (and odd Latin ones) that look like a plain Latin letter.
 *
 * The part of Unicode's confusables table (UTS 39) that a keyboard can produce; written as pairs so
 * that a reader sees what maps to what. Case matters: Greek "Ν" looks like "N", "ν" like "v".
 */
const PAIRS = [
  // Cyrillic, lower case
  'аa вb еe ѕs іi јj кk мm нh оo рp сc тt уy хx һh ԁd ԛq ԝw ѵv ӏl ьb гr пn',
  // Cyrillic, upper case
  'АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ҺH ԀD ԚQ ԜW ѴV ӀI',
  // Greek
  'αa βb εe ηn ιi κk νv οo ρp τt υu χx γy σo ωw μu ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX',
  // Armenian, Cherokee and Georgian letters that mix in easily
  'օo սu հh ոn ցg զq ՕO ՍU ᎪA ᏴB ᏟC ᎬE ᎻH ᎫJ ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᏔW ᏃZ',
  // Latin letters made to look like other ones
  'ıi ɩi ɑa ɡg ʟL ɪI ʀR ɴN ʙB ǀl ƖI ʏY ᴀA ᴄC ᴅD ᴇE ᴊJ ᴋK ᴍM ᴏO ᴘP ᴛT ᴜU ᴠV ᴡW ᴢZ',
].join(' ')

/** From one look-alike character to the Latin letter that a reader would take it for. */
export const lookAlikes: ReadonlyMap<string, string> = new Map(
  PAIRS.split(' ').map((pair) => {
    const [from = '', to = ''] = [...pair]
    return [from, to]
  }),
)
