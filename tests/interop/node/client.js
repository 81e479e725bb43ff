// Runs gRPC's interoperability cases with grpc-js against a server.
//
// node client.js ADDRESS [FOLDER]: FOLDER holds ca.pem, client.pem and client.key for mutual TLS. Reads the names of cases from
// standard input, a line each, and answers each with a line: "passed", or "failed: " and what was wrong. Ends with its input.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const { grpc, testing, payload, echoedHeader, echoedTrailer } = require('./service');

const [address, folder] = process.argv.slice(2);
const requestSizes = [27182, 8, 1828, 45904];
const responseSizes = [31415, 9, 2653, 58979];

const read = (name) => fs.readFileSync(path.join(folder, name));
const credentials = folder === undefined
  ? grpc.credentials.createInsecure()
  : grpc.credentials.createSsl(read('ca.pem'), read('client.key'), read('client.pem'));
const client = new testing.TestService(address, credentials);

const soon = (milliseconds = 20_000) => ({ deadline: Date.now() + milliseconds });
const sized = (size) => ({ size });
const ping = (request, response) => ({ payload: payload(request), responseParameters: [sized(response)] });
const large = () => ({ responseSize: 314159, payload: payload(271828) });

// One unary or client-streaming call: what it answered, and what came around it.
function answer(start) {
  return new Promise((resolve, reject) => {
    let headers, response;
    const call = start((error, found) => (error ? reject(error) : (response = found)));
    call.on('metadata', (found) => (headers = found));
    call.on('status', (status) => status.code === grpc.status.OK
      && setImmediate(() => resolve({ response, headers, trailers: status.metadata })));
  });
}

// One stream of responses: how many bytes of payload each had, and what came around them.
function responses(call, each = () => {}) {
  return new Promise((resolve, reject) => {
    const sizes = [];
    let headers;
    call.on('metadata', (found) => (headers = found));
    call.on('data', (response) => each(sizes.push(response.payload.body.length)));
    call.on('error', reject);
    call.on('status', (status) => status.code === grpc.status.OK && resolve({ sizes, headers, trailers: status.metadata }));
  });
}

async function fails(code, call, details) {
  const error = await call.then(() => assert.fail(`expected code ${code}, found success`), (found) => found);
  assert.equal(error.code, code, error.message);
  if (details !== undefined) {
    assert.equal(error.details, details);
  }
}

function assertEchoed({ headers, trailers }) {
  assert.deepEqual(headers.get(echoedHeader), ['test_initial_metadata_value']);
  assert.deepEqual(trailers.get(echoedTrailer), [Buffer.from('ababab', 'hex')]);
}

const cases = {
  async empty_unary() {
    await answer((done) => client.emptyCall({}, soon(), done));
  },

  async large_unary() {
    const { response } = await answer((done) => client.unaryCall(large(), soon(), done));
    assert.deepEqual(response.payload.body, payload(314159).body);
  },

  async client_streaming() {
    const { response } = await answer((done) => {
      const call = client.streamingInputCall(soon(), done);
      requestSizes.forEach((size) => call.write({ payload: payload(size) }));
      call.end();
      return call;
    });
    assert.equal(response.aggregatedPayloadSize, 74922);
  },

  async server_streaming() {
    const call = client.streamingOutputCall({ responseParameters: responseSizes.map(sized) }, soon());
    assert.deepEqual((await responses(call)).sizes, responseSizes);
  },

  async ping_pong() {
    const call = client.fullDuplexCall(soon());
    const next = (sent) => sent < requestSizes.length ? call.write(ping(requestSizes[sent], responseSizes[sent])) : call.end();
    const all = responses(call, next);
    next(0);
    assert.deepEqual((await all).sizes, responseSizes);
  },

  async empty_stream() {
    const call = client.fullDuplexCall(soon());
    call.end();
    assert.deepEqual((await responses(call)).sizes, []);
  },

  async cancel_after_begin() {
    await fails(grpc.status.CANCELLED, answer((done) => {
      const call = client.streamingInputCall(soon(), done);
      setImmediate(() => call.cancel());
      return call;
    }));
  },

  async cancel_after_first_response() {
    const call = client.fullDuplexCall(soon());
    const all = responses(call, () => call.cancel());
    call.write(ping(27182, 31415));
    await fails(grpc.status.CANCELLED, all);
  },

  async timeout_on_sleeping_server() {
    const call = client.fullDuplexCall(soon(1));
    call.write({ payload: payload(27182) });
    await fails(grpc.status.DEADLINE_EXCEEDED, responses(call));
  },

  async custom_metadata() {
    const metadata = new grpc.Metadata();
    metadata.set(echoedHeader, 'test_initial_metadata_value');
    metadata.set(echoedTrailer, Buffer.from('ababab', 'hex'));
    assertEchoed(await answer((done) => client.unaryCall(large(), metadata, soon(), done)));

    const call = client.fullDuplexCall(metadata, soon());
    const all = responses(call);
    call.write(ping(271828, 314159));
    call.end();
    assertEchoed(await all);
  },

  async status_code_and_message() {
    const responseStatus = { code: 2, message: 'test status message' };
    await fails(
      grpc.status.UNKNOWN, answer((done) => client.unaryCall({ responseStatus }, soon(), done)), responseStatus.message);

    const call = client.fullDuplexCall(soon());
    const all = responses(call);
    call.write({ responseStatus });
    call.end();
    await fails(grpc.status.UNKNOWN, all, responseStatus.message);
  },

  async special_status_message() {
    const message = '\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \u{1f608}\t\n';
    await fails(
      grpc.status.UNKNOWN,
      answer((done) => client.unaryCall({ responseStatus: { code: 2, message } }, soon(), done)),
      message);
  },

  async unimplemented_service() {
    const other = new testing.UnimplementedService(address, credentials);
    await fails(grpc.status.UNIMPLEMENTED, answer((done) => other.unimplementedCall({}, soon(), done)));
    other.close();
  },

  async unimplemented_method() {
    await fails(grpc.status.UNIMPLEMENTED, answer((done) => client.unimplementedCall({}, soon(), done)));
  },
};

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    try {
      await cases[line.trim()]();
      console.log('passed');
    } catch (error) {
      console.log(`failed: ${String(error).replaceAll('\n', ' ')}`);
    }
  }

  client.close();
}

main();
