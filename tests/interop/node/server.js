// Offers gRPC's interoperability service with grpc-js on a free port of the loopback address.
//
// Prints the port on a line of its own, and ends when standard input does.
'use strict';

const { grpc, testing, payload, echoedHeader, echoedTrailer } = require('./service');

function echoMetadata(call) {
  const [header] = call.metadata.get(echoedHeader);
  if (header !== undefined) {
    const headers = new grpc.Metadata();
    headers.set(echoedHeader, header);
    call.sendMetadata(headers);
  }

  const trailers = new grpc.Metadata();
  const [trailer] = call.metadata.get(echoedTrailer);
  if (trailer !== undefined) {
    trailers.set(echoedTrailer, trailer);
  }

  return trailers;
}

const askedFor = (status, metadata) =>
  status && status.code !== 0 ? { code: status.code, details: status.message, metadata } : null;

async function respond(call, request) {
  for (const { size, intervalUs } of request.responseParameters) {
    if (intervalUs > 0) {
      await new Promise((resolve) => setTimeout(resolve, intervalUs / 1000));
    }

    call.write({ payload: payload(size) });
  }
}

const service = {
  emptyCall(call, done) {
    done(null, {});
  },

  unaryCall(call, done) {
    const trailers = echoMetadata(call);
    const failure = askedFor(call.request.responseStatus, trailers);
    done(failure, failure ? null : { payload: payload(call.request.responseSize) }, trailers);
  },

  async streamingOutputCall(call) {
    const trailers = echoMetadata(call);
    await respond(call, call.request);
    call.end(trailers);
  },

  streamingInputCall(call, done) {
    const trailers = echoMetadata(call);
    let aggregatedPayloadSize = 0;
    call.on('data', (request) => (aggregatedPayloadSize += request.payload.body.length));
    call.on('end', () => done(null, { aggregatedPayloadSize }, trailers));
    call.on('error', () => {});
  },

  fullDuplexCall(call) {
    const trailers = echoMetadata(call);
    let turn = Promise.resolve();
    call.on('data', (request) => {
      turn = turn.then(() => {
        const failure = askedFor(request.responseStatus, trailers);
        return failure ? call.emit('error', failure) : respond(call, request);
      });
    });
    call.on('end', () => turn.then(() => call.end(trailers)));
    call.on('error', () => {});
  },
};

const server = new grpc.Server();
server.addService(testing.TestService.service, service);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }

  console.log(port);
});
process.stdin.resume().on('end', () => server.forceShutdown());
