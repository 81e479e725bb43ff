// gRPC's interoperability service for grpc-js, loaded from Debian's own copy of its .proto files.
'use strict';

const fs = require('node:fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const protos = '/usr/share/grpc-proto';
if (!fs.existsSync(protos)) {
  throw new Error(`${protos} is missing`);
}

const definition = loader.loadSync('grpc/testing/test.proto', { includeDirs: [protos], defaults: true });

module.exports = {
  grpc,
  testing: grpc.loadPackageDefinition(definition).grpc.testing,
  payload: (size) => ({ body: Buffer.alloc(size) }),
  echoedHeader: 'x-grpc-test-echo-initial',
  echoedTrailer: 'x-grpc-test-echo-trailing-bin',
};
