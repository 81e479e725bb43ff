// Puts the token service to the proof with clients that we did not write. One line of JSON for each check: its name, whether it
// holds, and what was seen. A refusal counts only when it is an answer of 4xx that says one word.
// Usage: battery.js SETTINGS, a JSON file: issuer, audience, root, folder (PEM files), and, if wanted, tokenFile.
import { execFile } from 'node:child_process';
import { createHash, createHmac, createPrivateKey, createPublicKey, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { Agent, fetch } from 'undici';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { issuer, audience, folder } = settings;
const file = (name) => readFileSync(join(folder, name));
const ca = file('root.pem');

const lines = (name) => new Agent({
  connect: { ca, ...(name ? { cert: file(`${name}.pem`), key: file(`${name}.key`) } : {}) },
});
const agents = Object.fromEntries(
  ['', 'node', 'credit', 'stranger', 'forged', 'expired', 'wrong-use'].map((name) => [name, lines(name)]));
const as = (name) => (url, options) => fetch(url, { ...options, dispatcher: agents[name] });

const now = () => Math.floor(Date.now() / 1000);
const creditPem = file('credit.sign.pem').toString();
const creditKey = await jose.importPKCS8(creditPem, 'ES256');
const cryptoKey = await crypto.subtle.importKey(
  'pkcs8', createPrivateKey(creditPem).export({ type: 'pkcs8', format: 'der' }), { name: 'ECDSA', namedCurve: 'P-256' }, false,
  ['sign']);
const strangerKey = (await jose.generateKeyPair('ES256')).privateKey;
const creditScope = 'read:blacklist:310118';
const nodeScope = 'publish:penalty:310118';

const claimsOf = (changes = {}) => {
  const claims = { iss: 'credit', sub: 'credit', aud: issuer, iat: now(), exp: now() + 60, jti: randomUUID(), ...changes };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
};
const assertion = (changes, header = {}, key = creditKey) => {
  const signer = new jose.SignJWT(claimsOf(changes));
  return signer.setProtectedHeader({ alg: 'ES256', kid: 'credit-1', ...header }).sign(key);
};
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const post = async (certificate, parameters, options = {}) => {
  const response = await as(certificate)(`${issuer}/token${options.query ?? ''}`, {
    method: options.method ?? 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...options.headers },
    body: options.method === 'GET' ? undefined : options.body ?? new URLSearchParams(parameters).toString(),
  });
  const text = await response.text();
  let body = null;
  try { body = JSON.parse(text); } catch { /* said by null */ }
  return { status: response.status, body, headers: response.headers };
};
const byNode = (changes = {}, certificate = 'node', options = {}) => post(
  certificate, { grant_type: 'client_credentials', client_id: 'node:310118', scope: nodeScope, ...changes }, options);
const byCredit = async (jwt, changes = {}, certificate = 'credit') => post(certificate, {
  grant_type: 'client_credentials',
  scope: creditScope,
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: await jwt,
  ...changes,
});

const checks = [];
const check = (name, run) => checks.push({ name, run });
const demand = (holds, seen) => { if (!holds) throw new Error(`seen: ${JSON.stringify(seen)}`); return seen; };
const given = ({ status, body }) => demand(
  status === 200 && typeof body?.access_token === 'string', { status, error: body?.error });
const refused = (name, error, run) => check(name, async () => {
  const { status, body, headers } = await run();
  demand(status >= 400 && status < 500, { status, body });
  demand(body !== null && Object.keys(body).join() === 'error' && error.split('|').includes(body.error), { status, body });
  demand(headers.get('cache-control') === 'no-store', { cache: headers.get('cache-control') });
  return `${status} ${body.error}`;
});

// What it says of itself.
let metadata;
check('discovery says what is so', async () => {
  const response = await oauth.discoveryRequest(new URL(issuer), { algorithm: 'oauth2', [oauth.customFetch]: as('') });
  metadata = await oauth.processDiscoveryResponse(new URL(issuer), response);
  demand(metadata.token_endpoint === `${issuer}/token` && metadata.jwks_uri === `${issuer}/jwks`, metadata);
  demand(metadata.response_types_supported.length === 0 && !metadata.authorization_endpoint, metadata);
  demand(metadata.grant_types_supported.join() === 'client_credentials', metadata);
  demand(metadata.token_endpoint_auth_methods_supported.join() === 'private_key_jwt,tls_client_auth', metadata);
  return demand(metadata.tls_client_certificate_bound_access_tokens === true, metadata).issuer;
});
let keys;
check('the keys are public keys for ES256', async () => {
  const response = await as('')(`${issuer}/jwks`);
  demand(/max-age=3600/.test(response.headers.get('cache-control')), response.headers.get('cache-control'));
  const set = await response.json();
  for (const key of set.keys) {
    demand(key.kty === 'EC' && key.crv === 'P-256' && key.alg === 'ES256' && key.use === 'sig' && !key.d, key);
    demand(key.kid === await jose.calculateJwkThumbprint(key), key.kid);
  }
  keys = jose.createLocalJWKSet(set);
  return demand(set.keys.length >= 1, set).keys.length;
});

// Who may have a token gets one.
let token;
check('openid-client gets a token by its certificate', async () => {
  const config = await openid.discovery(
    new URL(issuer), 'node:310118', undefined, openid.TlsClientAuth(), { algorithm: 'oauth2', [openid.customFetch]: as('node') });
  const answer = await openid.clientCredentialsGrant(config, { scope: nodeScope });
  token = answer.access_token;
  return demand(answer.expires_in === 300 && answer.scope === nodeScope && answer.token_type === 'bearer', answer).scope;
});
check('openid-client gets a token by an assertion', async () => {
  const config = await openid.discovery(
    new URL(issuer), 'credit', undefined, openid.PrivateKeyJwt({ key: cryptoKey, kid: 'credit-1' }),
    { algorithm: 'oauth2', [openid.customFetch]: as('credit') });
  return (await openid.clientCredentialsGrant(config, { scope: creditScope })).scope;
});
check('oauth4webapi gets a token by its certificate', async () => {
  const client = { client_id: 'node:310118' };
  const answer = await oauth.clientCredentialsGrantRequest(
    metadata, client, oauth.TlsClientAuth(), { scope: nodeScope }, { [oauth.customFetch]: as('node') });
  return (await oauth.processClientCredentialsResponse(metadata, client, answer)).scope;
});
check('oauth4webapi gets a token by an assertion', async () => {
  const client = { client_id: 'credit' };
  const answer = await oauth.clientCredentialsGrantRequest(
    metadata, client, oauth.PrivateKeyJwt({ key: cryptoKey, kid: 'credit-1' }), { scope: creditScope },
    { [oauth.customFetch]: as('credit') });
  return (await oauth.processClientCredentialsResponse(metadata, client, answer)).scope;
});
check('curl gets a token by its certificate', async () => {
  const { stdout } = await promisify(execFile)('curl', [
    '--silent', '--fail', '--cacert', join(folder, 'root.pem'),
    '--cert', join(folder, 'node.pem'), '--key', join(folder, 'node.key'),
    '--data', `grant_type=client_credentials&client_id=node%3A310118&scope=${nodeScope}`, `${issuer}/token`]);
  return demand(JSON.parse(stdout).expires_in === 300, stdout) && 'curl';
});
check('an assertion of the newer type is taken', async () => given(
  await byCredit(assertion({}, { typ: 'client-authentication+jwt' }))));
check('jose verifies the token, which is bound to the certificate', async () => {
  const { payload, protectedHeader } = await jose.jwtVerify(
    token, keys,
    { issuer, audience, typ: 'at+jwt', algorithms: ['ES256'], requiredClaims: ['jti', 'sub', 'client_id', 'scope'] });
  const der = Buffer.from(file('node.pem').toString().replace(/-----[^-]+-----|\s/g, ''), 'base64');
  demand(payload.cnf['x5t#S256'] === createHash('sha256').update(der).digest('base64url'), payload.cnf);
  demand(payload.exp - payload.iat === 300 && payload.sub === 'node:310118' && payload.party === '310118', payload);
  return demand(payload.scope === nodeScope && protectedHeader.alg === 'ES256', payload).scope;
});
check('a changed token does not verify', async () => {
  const [head, body, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url'));
  const wider = `${head}.${encoded({ ...claims, scope: `${nodeScope} publish:permit:310118` })}.${signature}`;
  return jose.jwtVerify(wider, keys).then(() => demand(false, 'it verified'), (wrong) => wrong.code);
});

// Assertions that prove nothing.
refused('an assertion by another key', 'invalid_client', () => byCredit(assertion({}, {}, strangerKey)));
refused('an assertion that has expired', 'invalid_client', () => byCredit(assertion({ exp: now() - 15 })));
refused('an assertion that ends in a year', 'invalid_client', () => byCredit(assertion({ exp: now() + 31_536_000 })));
refused('an assertion that never ends', 'invalid_client', () => byCredit(assertion({ exp: undefined })));
refused('an assertion from the future', 'invalid_client', () => byCredit(assertion({ iat: now() + 60 })));
refused('an assertion that is not good yet', 'invalid_client', () => byCredit(assertion({ nbf: now() + 60 })));
refused('an assertion without a jti', 'invalid_client', () => byCredit(assertion({ jti: undefined })));
refused('an assertion for the token endpoint', 'invalid_client', () => byCredit(assertion({ aud: `${issuer}/token` })));
refused('an assertion for a list of one', 'invalid_client', () => byCredit(assertion({ aud: [issuer] })));
refused('an assertion for others too', 'invalid_client', () => byCredit(
  assertion({ aud: [issuer, 'https://elsewhere.example'] })));
refused('an assertion for nobody', 'invalid_client', () => byCredit(assertion({ aud: undefined })));
refused('an assertion about another subject', 'invalid_client', () => byCredit(assertion({ sub: 'node:310118' })));
refused('an assertion of an unknown client', 'invalid_client', () => byCredit(assertion({ iss: 'intruder', sub: 'intruder' })));
refused('an assertion of a client that has none', 'invalid_client', () => byCredit(
  assertion({ iss: 'node:310118', sub: 'node:310118' })));
refused('an assertion under the name of another client', 'invalid_client', () => byCredit(
  assertion({}), { client_id: 'node:310118' }));
refused('an assertion of another type', 'invalid_client', () => byCredit(assertion({}, { typ: 'at+jwt' })));
refused('an assertion with another kid', 'invalid_client', () => byCredit(assertion({}, { kid: 'credit-2' })));
refused('an assertion that points to its key', 'invalid_client', () => byCredit(
  assertion({}, { jku: `${issuer}/jwks` })));
refused('an assertion that brings its key', 'invalid_client', async () => byCredit(assertion(
  {}, { jwk: await jose.exportJWK(await jose.importSPKI(
    createPublicKey(createPrivateKey(creditPem)).export({ type: 'spki', format: 'pem' }), 'ES256')) })));
refused('an assertion with alg none', 'invalid_client', () => byCredit(
  `${encoded({ alg: 'none', kid: 'credit-1' })}.${encoded(claimsOf())}.`));
refused('an assertion with HS256 under the public key', 'invalid_client', () => {
  const publicPem = createPublicKey(createPrivateKey(creditPem)).export({ type: 'spki', format: 'pem' });
  const signed = `${encoded({ alg: 'HS256', kid: 'credit-1' })}.${encoded(claimsOf())}`;
  return byCredit(`${signed}.${createHmac('sha256', publicPem).update(signed).digest('base64url')}`);
});
refused('something that is no assertion', 'invalid_client', () => byCredit('a.b.c'));
refused('an assertion without its type', 'invalid_client', () => byCredit(assertion(), { client_assertion_type: '' }));
check('an assertion counts once, however many come at a time', async () => {
  const same = await assertion();
  const answers = await Promise.all(Array.from({ length: 20 }, () => byCredit(same)));
  const statuses = answers.map((answer) => answer.status).sort();
  const count = (wanted) => statuses.filter((status) => status === wanted).length;
  return demand(count(200) === 1 && count(401) === 19, statuses) && '1 of 20';
});
check('ten seconds of skew are borne', async () => {
  given(await byCredit(assertion({ exp: now() - 4 })));
  return given(await byCredit(assertion({ iat: now() + 5, nbf: now() + 5 }))).status;
});

// Certificates that prove nothing.
refused('no certificate', 'invalid_client', () => byNode({}, ''));
refused('the certificate of another machine', 'invalid_client', () => byNode({}, 'stranger'));
// OpenSSL inside .NET ends the handshake itself when a signature of the chain is wrong: the one refusal without an answer.
check('a certificate of a forged authority of the same name', () => byNode({}, 'forged').then(
  ({ status }) => demand(status === 401, status),
  (closed) => demand(closed.cause?.code === 'UND_ERR_SOCKET', closed.cause?.code)));
refused('a certificate that has expired', 'invalid_client', () => byNode({}, 'expired'));
refused('a certificate for servers', 'invalid_client', () => byNode({}, 'wrong-use'));
refused('an assertion without a certificate to bind to', 'invalid_client', () => byCredit(assertion(), {}, ''));
refused('an assertion client that shows its certificate alone', 'invalid_client', () => byNode(
  { client_id: 'credit' }, 'credit'));
refused('nobody', 'invalid_client', () => byNode({ client_id: '' }));
refused('a password', 'invalid_client', () => byNode({ client_secret: 'secret' }));
refused('a password in the header', 'invalid_client', () => byNode({}, 'node', { headers: { authorization: 'Basic YTpi' } }));

// Requests that ask for something else.
refused('a parameter that stands twice', 'invalid_request', () => byNode({}, 'node', {
  body: `grant_type=client_credentials&client_id=node:310118&scope=${nodeScope}&scope=${nodeScope}`,
}));
refused('a body that is too large', 'invalid_request', () => byNode({ scope: 'a'.repeat(100_000) }));
refused('a body that is no form', 'invalid_request', () => byNode({}, 'node', {
  headers: { 'content-type': 'application/json' }, body: '{}',
}));
refused('parameters in the address', 'invalid_request', () => byNode({}, 'node', { query: '?scope=a' }));
refused('no grant', 'invalid_request', () => byNode({ grant_type: '' }));
for (const grant of ['authorization_code', 'refresh_token', 'password', 'urn:ietf:params:oauth:grant-type:token-exchange']) {
  refused(`the grant ${grant}`, 'unsupported_grant_type', () => byNode({ grant_type: grant }));
}
refused('no scope', 'invalid_scope', () => byNode({ scope: ' ' }));
refused('an unknown scope', 'invalid_scope', () => byNode({ scope: 'everything' }));
refused('a scope of another client', 'invalid_scope', () => byNode({ scope: `${nodeScope} ${creditScope}` }));
refused('another resource', 'invalid_target', () => byNode({ resource: 'https://elsewhere.example' }));
check('a question instead of a request', async () => {
  const { status } = await byNode({}, 'node', { method: 'GET' });
  return demand(status === 405, status);
});
check('endpoints that it does not have', async () => {
  const statuses = await Promise.all(['authorize', 'par', 'introspect', 'revoke', 'userinfo', 'register'].map(
    async (path) => (await as('node')(`${issuer}/${path}`)).status));
  return demand(statuses.every((status) => status === 404), statuses).join();
});

for (const { name, run } of checks) {
  let holds = true;
  let seen;
  try {
    seen = await run();
  } catch (wrong) {
    holds = false;
    seen = [wrong.message, wrong.cause?.message].filter(Boolean).join('; ');
  }

  console.log(JSON.stringify({ name, holds, seen: String(seen ?? '') }));
}

// For whoever plays a resource server.
if (settings.tokenFile) {
  writeFileSync(settings.tokenFile, token ?? '');
}

await Promise.all(Object.values(agents).map((agent) => agent.close()));
