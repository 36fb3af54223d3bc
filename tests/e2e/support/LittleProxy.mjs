import http from 'node:http';
import net from 'node:net';

/** An HTTP proxy that wants a name and a password; remembers where it was asked to go. */
export class LittleHttpProxy {
  targets = [];
  refused = 0;
  #server = http.createServer((request, response) => this.#onRequest(request, response));

  static async start(username, password) {
    const proxy = new LittleHttpProxy();
    proxy.expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    await new Promise((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    proxy.url = `http://127.0.0.1:${proxy.#server.address().port}`;
    return proxy;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #onRequest(request, response) {
    if (request.headers['proxy-authorization'] !== this.expected) {
      ++this.refused;
      response.writeHead(407, {'proxy-authenticate': 'Basic realm="little"'}).end();
      return;
    }
    this.targets.push(new URL(request.url).host);
    const {'proxy-authorization': _, ...headers} = request.headers;
    const onward = http.request(request.url, {method: request.method, headers, agent: false}, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }
}

/** A SOCKS5 proxy that wants a name and a password (RFC 1928, RFC 1929) and takes host names only: "host:port" each. */
export class LittleSocksProxy {
  targets = [];
  #sockets = new Set();
  #server = net.createServer((socket) => this.#onSocket(socket));

  static async start(username, password) {
    const proxy = new LittleSocksProxy();
    proxy.login = Buffer.concat([
      Buffer.from([1, username.length]), Buffer.from(username), Buffer.from([password.length]), Buffer.from(password)]);
    await new Promise((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    proxy.url = `socks5h://127.0.0.1:${proxy.#server.address().port}`;
    return proxy;
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #onSocket(socket) {
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    try {
      await this.#greet(socket);
    } catch {
      socket.destroy();
    }
  }

  async #greet(socket) {
    const [, methods] = await take(socket, 2);
    if (!(await take(socket, methods)).includes(2)) return socket.end(Buffer.from([5, 0xff]));
    socket.write(Buffer.from([5, 2]));
    if (!(await take(socket, this.login.length)).equals(this.login)) return socket.end(Buffer.from([1, 1]));
    socket.write(Buffer.from([1, 0]));
    const [, command, , kind] = await take(socket, 4);
    if (command !== 1 || kind !== 3) return socket.end(Buffer.from([5, 8, 0, 1, 0, 0, 0, 0, 0, 0]));
    const [length] = await take(socket, 1);
    const host = (await take(socket, length)).toString();
    const port = (await take(socket, 2)).readUInt16BE();
    this.targets.push(`${host}:${port}`);
    const onward = net.connect({host, port, family: 4}, () => {
      socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  }
}

/** Exactly `size` bytes. */
async function take(socket, size) {
  for (;;) {
    const bytes = socket.read(size);
    if (bytes) return bytes;
    await new Promise((resolve, reject) => {
      socket.once('readable', resolve);
      socket.once('close', () => reject(new Error('closed')));
    });
  }
}
