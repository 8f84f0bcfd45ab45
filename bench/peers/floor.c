/* Peer: the floor. As little as a server can do and still be a chat: one thread, one epoll, no rooms, no
 * limits, no checks. What all clients said in one wake-up goes to each of them in one send().
 * Usage: floor PORT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 65536
#define LINE 4096

struct client {
  int fd, place, guest, waiting; /* for the kernel to have room */
  char *line, *out; /* an unfinished line; what is not sent */
  size_t line_len, out_len, out_sent, out_cap;
};

static struct client *clients[MOST];
static int count, poll_fd;

static void watch(struct client *c, int op, int events) {
  struct epoll_event e = {.events = events, .data.ptr = c};
  epoll_ctl(poll_fd, op, c->fd, &e);
}

static void append(struct client *c, const char *text, size_t len) {
  if (c->out_len + len > c->out_cap) c->out = realloc(c->out, c->out_cap = (c->out_len + len) * 2);
  memcpy(c->out + c->out_len, text, len);
  c->out_len += len;
}

/* Sends what the kernel takes; what is left waits until there is room. */
static void flush(struct client *c) {
  ssize_t sent = 1;
  while (sent > 0 && c->out_sent < c->out_len) {
    sent = send(c->fd, c->out + c->out_sent, c->out_len - c->out_sent, MSG_NOSIGNAL);
    if (sent > 0) c->out_sent += sent;
  }
  int rest = c->out_sent < c->out_len;
  if (!rest) c->out_len = c->out_sent = 0;
  if (rest != c->waiting) watch(c, EPOLL_CTL_MOD, rest ? EPOLLIN | EPOLLOUT : EPOLLIN);
  c->waiting = rest;
}

static void say(struct client *from, const char *end, size_t len) {
  static char text[LINE + 65536 + 32];
  size_t n = sprintf(text, "guest%d: ", from->guest);
  memcpy(text + n, from->line, from->line_len);
  memcpy(text + n + from->line_len, end, len);
  n += from->line_len + len;
  from->line_len = 0;
  for (int i = 0; i < count; i++)
    if (clients[i] != from) append(clients[i], text, n);
}

static void take_in(int listener) {
  char text[32];
  struct client *c = calloc(1, sizeof *c);
  static int guests;
  c->fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
  if (c->fd < 0 || count == MOST) return free(c);
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
  c->guest = ++guests;
  c->line = malloc(LINE);
  clients[c->place = count++] = c;
  watch(c, EPOLL_CTL_ADD, EPOLLIN);
  append(c, text, sprintf(text, "Welcome guest%d\n", c->guest));
  flush(c);
}

static void drop(struct client *c) {
  clients[c->place] = clients[--count];
  clients[c->place]->place = c->place;
  close(c->fd);
  free(c->line);
  free(c->out);
  free(c);
}

/* Reads once; returns 0 if the client is gone. */
static int hear(struct client *c) {
  static char in[65536];
  ssize_t n = recv(c->fd, in, sizeof in, 0);
  if (n <= 0) return drop(c), 0;
  char *at = in, *end = in + n, *newline;
  for (; (newline = memchr(at, '\n', end - at)); at = newline + 1) say(c, at, newline - at + 1);
  if (c->line_len + (end - at) > LINE) return drop(c), 0;
  memcpy(c->line + c->line_len, at, end - at);
  c->line_len += end - at;
  return 1;
}

int main(int argc, char **argv) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[argc - 1]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
  if (bind(listener, (void *)&address, sizeof address) || listen(listener, 4096)) return perror("floor"), 1;
  poll_fd = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN}, events[256];
  epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &e);
  for (;;) {
    int n = epoll_wait(poll_fd, events, 256, -1);
    for (int i = 0; i < n; i++) {
      struct client *c = events[i].data.ptr;
      if (!c) take_in(listener);
      else if ((events[i].events & ~EPOLLOUT) && !hear(c)) continue;
      else if (events[i].events & EPOLLOUT) flush(c);
    }
    for (int i = 0; i < count; i++)
      if (clients[i]->out_len > 0 && !clients[i]->waiting) flush(clients[i]);
  }
}
