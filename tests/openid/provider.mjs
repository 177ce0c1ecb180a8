// A real OpenID provider for the tests: the certified `oidc-provider`, with its own pages for signing in and consenting.
// Called by provider.py: node provider.mjs <folder with node_modules> <host> <port>. Whoever signs in at it as NAME has the
// subject NAME and the address NAME@example.org, which it has confirmed unless the name begins with "unconfirmed"; it knows
// no address of one that begins with "silent".
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, host, port] = process.argv.slice(2);
const library = join(resolve(folder), 'node_modules', 'oidc-provider', 'lib', 'index.js');
const { Provider } = await import(pathToFileURL(library).href);

function account(name) {
  const address = { email: `${name}@example.org`, email_verified: !name.startsWith('unconfirmed') };
  return {
    accountId: name,
    claims: () => ({ sub: name, name: `${name[0].toUpperCase()}${name.slice(1)} of Elsewhere`, ...(name.startsWith('silent') ? {} : address) }),
  };
}

const provider = new Provider(`http://${host}:${port}`, {
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], auth_time: null },
  cookies: { keys: ['the-key-of-the-tests-of-openid'] },
  features: { devInteractions: { enabled: true }, registration: { enabled: true } },
  findAccount: (_context, name) => account(name),
  pkce: { required: () => true },
  ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 3600, IdToken: 1800, Interaction: 600, Session: 3600 },
});
createServer(provider.callback()).listen(Number(port), '127.0.0.1', () => console.log('ready'));
