# Peer: the chat of the socket tutorials. A thread for each client, a list of all, and whatever one
# recv() brings is passed on as one message. That makes it fast, and wrong: what comes in two pieces is
# torn, and of several lines in one piece only the first gets its speaker's name.
# Usage: python3 threads.py PORT

import socket
import sys
import threading

clients = []


def serve(client, name):
    client.sendall(f"Welcome {name}\n".encode())
    try:
        while data := client.recv(1024):
            for other in list(clients):
                if other is not client:
                    send(other, f"{name}: ".encode() + data)
    except OSError:
        pass
    clients.remove(client)
    client.close()


def send(client, data):
    try:
        client.sendall(data)
    except OSError:
        pass  # its own thread will notice


server = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=4096)
guests = 0
while True:
    client, _ = server.accept()
    guests += 1
    clients.append(client)
    threading.Thread(target=serve, args=(client, f"guest{guests}"), daemon=True).start()
