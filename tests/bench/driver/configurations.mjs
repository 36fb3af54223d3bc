/** A key like any other; it opens nothing but a service that lives as long as one figure. */
export const kApiKey = 'sk-lan-be4c400000000000000000000000be4c';

/** High enough never to refuse, yet each is counted and checked on every request. */
const kLimits = '{rpm: 100000000, tpm: 1000000000000000, rpd: 1000000000, concurrency: 19000}';

export function gatewayConfiguration(upstreamPort) {
  return `version: 1
providers:
  - name: upstream
    kind: openai
    base_url: http://127.0.0.1:${upstreamPort}/v1
    limits: ${kLimits}
    credentials:
      - {name: first, key: "sk-upstream-first", limits: ${kLimits}}
      - {name: second, key: "sk-upstream-second", limits: ${kLimits}}
models:
  - name: bench
    routes:
      - {provider: upstream, model: bench-upstream}
    price: {input: "2.50", output: "10.00", cached_input: "1.25"}
groups:
  - {name: office, limits: ${kLimits}}
users:
  - name: bench
    group: office
    balance: "1000000.00"
    limits: ${kLimits}
    keys:
      - {name: laptop, key: "${kApiKey}", limits: ${kLimits}}
`;
}

/**
 * As good as nginx gets for this work: connections to the provider are kept, nothing is logged, an upload of 1 MB stays
 * in memory, and answers pass at once (what streams need; it costs plain answers nothing).
 */
export function nginxConfiguration({port, upstreamPort, folder}) {
  return `daemon off;
pid ${folder}/nginx.pid;
worker_processes 1;
events { worker_connections 19900; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  client_max_body_size 60m;
  client_body_buffer_size 2m;
  keepalive_timeout 75s;
  keepalive_requests 1000000000;
  tcp_nodelay on;
  upstream provider {
    server 127.0.0.1:${upstreamPort};
    keepalive 512;
    keepalive_requests 1000000000;
  }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass http://provider;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_read_timeout 600s;
    }
  }
}
`;
}
