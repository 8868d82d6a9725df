/**
 * JsSIP's socket on a websocket that notices when it is dead. A page cannot
 * send pings; it sends SIP's keep-alive, which the server answers itself.
 */
const keepAlive = '\r\n\r\n'
const quietFor = 8_000
const answerWithin = 4_000
const openWithin = 10_000

/** Closed is the close code behind a lost connection, 1006 where there was none. */
export type Closed = (code: number) => void

export class SipSocket {
  via_transport = 'WS'
  readonly sip_uri: string
  onconnect = () => {}
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => {}
  ondata: <T>(data: T) => void = () => {}

  private socket: WebSocket | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private asked = false

  constructor(
    readonly url: string,
    private readonly onClosed: Closed,
    private readonly open: (url: string) => WebSocket = (u) => new WebSocket(u, 'sip'),
  ) {
    this.sip_uri = `sip:${new URL(url).host};transport=ws`
  }

  connect(): void {
    if (this.socket !== null) return
    const socket = this.open(this.url)
    this.socket = socket
    socket.onopen = () => {
      this.watch()
      this.onconnect()
    }
    socket.onmessage = (event) => {
      this.watch()
      this.ondata(event.data as string)
    }
    socket.onclose = (event) => this.lose(socket, event.code)
    this.timer = setTimeout(() => this.lose(socket, 1006), openWithin)
  }

  disconnect(): void {
    this.drop()
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    if (!this.isConnected()) return false
    this.socket?.send(message as string)
    return true
  }

  isConnected(): boolean {
    return this.socket?.readyState === 1
  }

  isConnecting(): boolean {
    return this.socket?.readyState === 0
  }

  /** check asks the other end for a sign of life, unless it has been asked. */
  check(): void {
    const socket = this.socket
    if (socket === null || !this.isConnected() || this.asked) return
    this.asked = true
    socket.send(keepAlive)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.lose(socket, 1006), answerWithin)
  }

  private watch(): void {
    clearTimeout(this.timer)
    this.asked = false
    this.timer = setTimeout(() => this.check(), quietFor)
  }

  private lose(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return
    this.drop()
    this.onClosed(code)
    this.ondisconnect(code !== 1000, code, '')
  }

  private drop(): void {
    clearTimeout(this.timer)
    this.asked = false
    const socket = this.socket
    this.socket = null
    if (socket === null) return
    socket.onopen = socket.onmessage = socket.onclose = null
    if (socket.readyState <= 1) socket.close()
  }
}
