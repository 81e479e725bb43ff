-- The token service: clients, assertions that were used, and the keys that sign tokens.

create table identity_client (
  id          text primary key,
  party       text not null,
  -- tls_client_auth: SHA-256 of the certificate's SubjectPublicKeyInfo.
  pin         bytea,
  -- private_key_jwt: a JSON Web Key set of public keys.
  jwks        text,
  scopes      text[] not null,
  applied_at  timestamptz not null,
  revoked_at  timestamptz,
  check (num_nonnulls(pin, jwks) = 1)
);

-- An assertion counts once. The row may go when the assertion would be refused for its age.
create table identity_assertion (
  client      text not null,
  -- SHA-256 of the jti, whatever its length.
  jti         bytea not null,
  expires_at  timestamptz not null,
  primary key (client, jti)
);
create index identity_assertion_expires_at on identity_assertion (expires_at);

-- A key signs from its instant on, until the next one does.
create table identity_signing_key (
  kid         text primary key,
  created_at  timestamptz not null,
  signs_from  timestamptz not null unique,
  -- SubjectPublicKeyInfo.
  public_key  bytea not null,
  -- PKCS #8 under AES-256-GCM: 12 bytes nonce, 16 bytes tag, the rest; the kid is authenticated with it.
  sealed      bytea not null
);
