/** Under each ending they run mail for everybody: `yahoo` stands for yahoo.com, yahoo.co.uk and the rest. */
const underAnyEnding = new Set(['gmail', 'googlemail', 'outlook', 'hotmail', 'live', 'msn', 'yahoo', 'ymail', 'rocketmail', 'icloud', 'aol', 'gmx', 'protonmail', 'tutanota', 'yandex', 'fastmail', 'zohomail']);
const whole = new Set(['me.com', 'mac.com', 'mail.com', 'email.com', 'proton.me', 'pm.me', 'tuta.com', 'tuta.io', 'tutamail.com', 'hey.com', 'zoho.com', 'zoho.eu', 'web.de', 't-online.de', 'freenet.de', 'mailbox.org', 'posteo.de', 'orange.fr', 'wanadoo.fr', 'free.fr', 'sfr.fr', 'laposte.net', 'libero.it', 'virgilio.it', 'tiscali.it', 'bluewin.ch', 'ziggo.nl', 'telenet.be', 'seznam.cz', 'wp.pl', 'o2.pl', 'interia.pl', 'onet.pl', 'mail.ru', 'bk.ru', 'list.ru', 'inbox.ru', 'qq.com', '163.com', '126.com', 'sina.com', 'foxmail.com', 'naver.com', 'daum.net', 'hanmail.net', 'rediffmail.com', 'comcast.net', 'verizon.net', 'att.net', 'sbcglobal.net', 'cox.net', 'charter.net', 'btinternet.com', 'sky.com', 'talktalk.net', 'virginmedia.com', 'bigpond.com', 'optusnet.com.au', 'uol.com.br', 'bol.com.br', 'terra.com.br']);

/**
 * Whether a domain is one at which everybody has their mailbox. The mail server takes every domain it has for its own, without
 * asking the DNS: with one of these, mail of all tenants to everybody there would end here.
 *
 * @param name in its normal form, and `label` the part of it that is registered, without its ending.
 */
export const isMailboxProvider = (name: string, label: string | null): boolean => whole.has(name) || (label !== null && name.startsWith(`${label}.`) && underAnyEnding.has(label));
