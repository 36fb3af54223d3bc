-- A credential may have an egress proxy of its own; NULL = as the provider.
ALTER TABLE credentials ADD COLUMN proxy_id INTEGER REFERENCES proxies(id);
