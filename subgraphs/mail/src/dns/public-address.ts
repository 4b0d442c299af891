import { BlockList, isIPv6 } from 'node:net';

/**
 * Addresses that no zone's name server has (RFC 6890, RFC 9637, RFC 4291). A zone may name any
 * address as its server; these would have us send questions into our own network.
 */
const special = new BlockList();
for (const [network, bits] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 3]] as const) {
  special.addSubnet(network, bits, 'ipv4');
}

/** Global unicast is all that is handed out (RFC 4291 section 2.4); documentation and the translations of IPv4 are inside it. */
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');
for (const [network, bits] of [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const) special.addSubnet(network, bits, 'ipv6');

export const isPublic = (address: string): boolean => (isIPv6(address) ? global.check(address, 'ipv6') && !special.check(address, 'ipv6') : !special.check(address, 'ipv4'));
