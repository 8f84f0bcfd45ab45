// Peer: the chat of "The Go Programming Language" (gopl.io/ch8/chat). A goroutine that knows who is here,
// and for each client one that reads, one that writes, and a channel between them.
// Usage: go_chat PORT
package main

import (
	"bufio"
	"fmt"
	"log"
	"net"
	"os"
)

type client struct {
	name string
	out  chan string
}

type message struct {
	from *client
	text string
}

var (
	entering = make(chan *client)
	leaving  = make(chan *client)
	messages = make(chan message, 1024)
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	go broadcast()
	for guests := 1; ; guests++ {
		conn, err := listener.Accept()
		if err != nil {
			log.Print(err)
			continue
		}
		go serve(conn, fmt.Sprintf("guest%d", guests))
	}
}

// broadcast passes on what is said; it alone touches the clients.
func broadcast() {
	clients := make(map[*client]bool)
	for {
		select {
		case c := <-entering:
			clients[c] = true
		case c := <-leaving:
			delete(clients, c)
			close(c.out)
		case m := <-messages:
			for c := range clients {
				if c != m.from {
					c.out <- m.text
				}
			}
		}
	}
}

func serve(conn net.Conn, name string) {
	defer conn.Close()
	c := &client{name, make(chan string, 256)}
	go write(conn, c.out)
	c.out <- "Welcome " + name + "\n"
	entering <- c
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		messages <- message{c, name + ": " + lines.Text() + "\n"}
	}
	leaving <- c
}

// write ends when the channel is closed; what a broken connection does not take is dropped.
func write(conn net.Conn, out <-chan string) {
	for text := range out {
		fmt.Fprint(conn, text)
	}
}
