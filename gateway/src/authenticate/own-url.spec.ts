import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { readGatewayConfig } from '../config';
import { ownUrl } from './own-url';

const asked = (host: string | undefined, config: Parameters<typeof ownUrl>[1]): string => {
  const request = new IncomingMessage(new Socket());
  if (host !== undefined) request.headers.host = host;
  return ownUrl(request, config);
};

describe('ownUrl', () => {
  const apart = { PORTAL_URL: 'https://portal.test', OPERATOR_URL: 'https://operators.test/explorer' };

  it('is the Explorer’s origin on its own host', () => {
    expect(asked('operators.test', apart)).toBe('https://operators.test');
  });

  it.each(['portal.test', 'evil.test', 'operators.test:8443', 'operators.test.evil.test', '', undefined])('is the portal for Host %j', (host) => {
    expect(asked(host, apart)).toBe('https://portal.test');
  });

  it('is the portal where both share an origin', () => {
    expect(asked('portal.test', { PORTAL_URL: 'https://portal.test', OPERATOR_URL: 'https://portal.test/explorer' })).toBe('https://portal.test');
  });
});

describe('OPERATOR_URL', () => {
  const environment = { PORTAL_URL: 'https://portal.test/', AUTH_URL: 'https://auth.test', PORTAL_OIDC_CLIENT_SECRET: 'secret', GATEWAY_DATABASE_URL: 'postgres://gateway_app@localhost/dezky', OCIS_URL: 'https://cloud.test', OCIS_ISSUER: 'https://cloud.test' };

  it('is beside the portal where nothing else is said', () => {
    expect(readGatewayConfig(environment).OPERATOR_URL).toBe('https://portal.test/explorer');
    expect(readGatewayConfig({ ...environment, OPERATOR_URL: 'https://operators.test/explorer/' }).OPERATOR_URL).toBe('https://operators.test/explorer');
  });

  it('has to lead to the Explorer', () => {
    expect(() => readGatewayConfig({ ...environment, OPERATOR_URL: 'https://operators.test' })).toThrow('OPERATOR_URL is "https://operators.test", which is not accepted: its path has to be /explorer.');
  });
});
