/** A file to begin with: the headings that are known, and one person as an example. */
export const importTemplate = ['address,display name,first name,last name,phone,alternative email,role', 'ada.lovelace,Ada Lovelace,Ada,Lovelace,+45 12 34 56 78,ada@elsewhere.example,member', ''].join('\r\n');
