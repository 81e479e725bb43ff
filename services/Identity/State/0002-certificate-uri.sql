-- A client may be known by the URI of its certificate (RFC 8705, 2.1.2, tls_client_auth_san_uri).

alter table identity_client add column uri text;
alter table identity_client drop constraint identity_client_check;
alter table identity_client add constraint identity_client_check check (num_nonnulls(pin, uri, jwks) = 1);
