/** Rules and servers give sentences without a full stop; on the screen they have one. */
export const asSentence = (text: string): string => (/[.!?…]$/u.test(text) ? text : `${text}.`)
