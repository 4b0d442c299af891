/** What somebody reads mail on, as far as setting it up differs. */
export type Device = 'iphone' | 'mac' | 'android' | 'outlook' | 'thunderbird' | 'other';

export interface DeviceGuide {
  readonly device: Device;
  /** On its tab. */
  readonly name: string;
  /** Whether a profile sets it up; the others are given what to type. */
  readonly byProfile: boolean;
  readonly steps: readonly string[];
  /** Worth knowing, and no step. */
  readonly notes: readonly string[];
}

/** Each with the steps as its own menus call them. */
export const deviceGuides: readonly DeviceGuide[] = [
  {
    device: 'iphone',
    name: 'iPhone & iPad',
    byProfile: true,
    steps: [
      'Open this page in Safari on the device, press “Download the profile”, and allow it.',
      'Open Settings. “Profile Downloaded” stands near the top. If it does not: General → VPN & Device Management.',
      'Press Install, enter the code of the device, and then the password of your mailbox.',
      'Open Mail. Your mail is there.',
    ],
    notes: ['Other browsers on an iPhone may not hand a profile over.', 'To take the account off again, remove the profile under General → VPN & Device Management.'],
  },
  {
    device: 'mac',
    name: 'Mac',
    byProfile: true,
    steps: [
      'Press “Download the profile”, and open the file when it has arrived.',
      'Open System Settings → General → Device Management. On older versions: Privacy & Security → Profiles.',
      'Open the profile there by a double click, press Install, and enter the password of your mailbox.',
      'Open Mail. Your mail is there.',
    ],
    notes: ['To take the account off again, remove the profile in the same place.'],
  },
  {
    device: 'android',
    name: 'Android',
    byProfile: false,
    steps: [
      'In Gmail: press your picture, then “Add another account”, then “Other”. Samsung Email: “Add account”, then “Other”.',
      'Enter your mail address, choose “Manual set-up”, then “Personal (IMAP)”.',
      'Enter the password of your mailbox.',
      'Enter the server to read with, then the one to send with, as they stand below.',
    ],
    notes: ['Thunderbird for Android often finds the servers by itself: enter the address and look whether they are the ones below.'],
  },
  {
    device: 'outlook',
    name: 'Outlook',
    byProfile: false,
    steps: [
      'In Outlook for Windows: File → Add Account. In the new Outlook: Settings → Accounts → Add account.',
      'Enter your mail address. If servers are suggested, compare them with those below.',
      'Else choose “Advanced options” and “Let me set up my account manually”, in the new Outlook “Show more”, and there IMAP.',
      'Enter the servers as they stand below, SSL/TLS for both, and the password of your mailbox.',
    ],
    notes: ['The new Outlook and Outlook on telephones fetch mail by way of Microsoft’s own servers, which are given your password for it. If that is not wanted, use another program.'],
  },
  {
    device: 'thunderbird',
    name: 'Thunderbird',
    byProfile: false,
    steps: [
      'Open Account Settings → Account Actions → Add Mail Account. In newer versions: New Account → Email.',
      'Enter your name, your mail address and the password of your mailbox, and press Continue.',
      'Thunderbird looks the servers up. Compare them with those below, choose IMAP, and press Done.',
      'If it finds nothing, press “Configure manually” and enter the servers as they stand below.',
    ],
    notes: [],
  },
  {
    device: 'other',
    name: 'Other program',
    byProfile: false,
    steps: ['Add an account by hand and choose IMAP.', 'Enter the servers as they stand below, with SSL/TLS (not STARTTLS) for both.', 'User name is your whole mail address, for reading and for sending.'],
    notes: ['POP3 takes mail off to one device; IMAP shows the same mail on all of them. Use POP3 only where a program knows nothing else.'],
  },
];

/** What the browser says it runs on. An iPad says that it is a Mac, which no Mac with a screen to touch would. */
export function deviceOf({ userAgent, maxTouchPoints }: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): Device {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'iphone';
  if (/Macintosh/.test(userAgent)) return maxTouchPoints > 1 ? 'iphone' : 'mac';
  if (/Android/.test(userAgent)) return 'android';
  if (/Windows/.test(userAgent)) return 'outlook';
  if (/Linux|X11/.test(userAgent)) return 'thunderbird';
  return 'other';
}
