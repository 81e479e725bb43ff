// Says whether sm-crypto takes a signature of ours, and makes one with a key of its own: true or false, point, signature.
import { createRequire } from 'node:module';

const { sm2 } = createRequire(import.meta.url)('sm-crypto');
const [publicKey, message, signature] = process.argv.slice(2);
const bytes = Array.from(Buffer.from(message, 'hex'));
console.log(sm2.doVerifySignature(bytes, signature, publicKey, { hash: true, userId: '1234567812345678' }));
const pair = sm2.generateKeyPairHex();
console.log(pair.publicKey);
console.log(sm2.doSignature(bytes, pair.privateKey, { hash: true, userId: '1234567812345678' }));
