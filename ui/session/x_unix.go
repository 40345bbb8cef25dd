//go:build unix && !darwin

package session

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// xServer is a connection to the X server that asks one thing: for how long nobody has touched the computer.
type xServer struct {
	conn   net.Conn
	root   uint32 // the whole screen
	opcode byte   // of the MIT-SCREEN-SAVER extension
}

const (
	xReply          = 1
	xError          = 0
	xQueryExtension = 98
	xQueryInfo      = 1 // of the extension
)

var errX = errors.New("the X server does not say")

// dialX reaches a server on this computer and looks for its extension.
func dialX(display string) (*xServer, error) {
	host, number, found := strings.Cut(display, ":")
	if !found || host != "" && host != "unix" {
		return nil, errX
	}
	number, _, _ = strings.Cut(number, ".")
	socket := "/tmp/.X11-unix/X" + number
	conn, err := net.DialTimeout("unix", socket, answerWithin)
	if err != nil {
		if conn, err = net.DialTimeout("unix", "@"+socket, answerWithin); err != nil {
			return nil, fmt.Errorf("reaching the X server: %w", err)
		}
	}
	x := &xServer{conn: conn}
	if err := x.begin(number); err != nil {
		x.close()
		return nil, fmt.Errorf("greeting the X server: %w", err)
	}
	return x, nil
}

func (x *xServer) close() { _ = x.conn.Close() }

func (x *xServer) begin(number string) error {
	_ = x.conn.SetDeadline(time.Now().Add(answerWithin))
	name, cookie := xCookie(number)
	hello := []byte{'l', 0, 11, 0, 0, 0}
	hello = binary.LittleEndian.AppendUint16(hello, uint16(len(name)))
	hello = binary.LittleEndian.AppendUint16(hello, uint16(len(cookie)))
	hello = append(hello, 0, 0)
	hello = append(append(hello, padded(name)...), padded(cookie)...)
	if _, err := x.conn.Write(hello); err != nil {
		return err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(x.conn, head); err != nil {
		return err
	}
	rest := make([]byte, 4*int(binary.LittleEndian.Uint16(head[6:])))
	if _, err := io.ReadFull(x.conn, rest); err != nil {
		return err
	}
	if head[0] != 1 || len(rest) < 32 {
		return errX
	}
	vendor, formats := int(binary.LittleEndian.Uint16(rest[16:])), int(rest[21])
	at := 32 + (vendor+3)/4*4 + 8*formats
	if at+4 > len(rest) {
		return errX
	}
	x.root = binary.LittleEndian.Uint32(rest[at:])
	extension := []byte("MIT-SCREEN-SAVER")
	ask := []byte{xQueryExtension, 0, byte(2 + len(extension)/4), 0, byte(len(extension)), 0, 0, 0}
	answer, err := x.ask(append(ask, extension...))
	if err != nil {
		return err
	}
	if answer[8] == 0 {
		return errX
	}
	x.opcode = answer[9]
	return nil
}

func (x *xServer) idle() (time.Duration, error) {
	_ = x.conn.SetDeadline(time.Now().Add(answerWithin))
	answer, err := x.ask(binary.LittleEndian.AppendUint32([]byte{x.opcode, xQueryInfo, 2, 0}, x.root))
	if err != nil {
		return 0, err
	}
	return time.Duration(binary.LittleEndian.Uint32(answer[16:])) * time.Millisecond, nil
}

// ask sends a request whose answer has 32 bytes and passes over what the server tells everybody.
func (x *xServer) ask(request []byte) ([]byte, error) {
	if _, err := x.conn.Write(request); err != nil {
		return nil, err
	}
	answer := make([]byte, 32)
	for {
		if _, err := io.ReadFull(x.conn, answer); err != nil {
			return nil, err
		}
		switch answer[0] {
		case xReply:
			if binary.LittleEndian.Uint32(answer[4:]) != 0 {
				return nil, errX
			}
			return answer, nil
		case xError:
			return nil, errX
		}
	}
}

func padded(text []byte) []byte {
	return append(text[:len(text):len(text)], make([]byte, -len(text)&3)...)
}

// xCookie is what lets this user's programs in: a name and a secret, both empty where there is no file.
func xCookie(number string) (name, cookie []byte) {
	path := os.Getenv("XAUTHORITY")
	if path == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, nil
		}
		path = filepath.Join(home, ".Xauthority")
	}
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, nil
	}
	const local, anywhere = 256, 65535
	host, _ := os.Hostname()
	for in := bytes.NewReader(file); ; {
		var family uint16
		if binary.Read(in, binary.BigEndian, &family) != nil {
			return nil, nil
		}
		var parts [4][]byte // address, number of the display, name, secret
		for i := range parts {
			var size uint16
			if binary.Read(in, binary.BigEndian, &size) != nil || int(size) > in.Len() {
				return nil, nil
			}
			parts[i] = make([]byte, size)
			_, _ = io.ReadFull(in, parts[i])
		}
		here := family == anywhere || family == local && string(parts[0]) == host
		if here && (len(parts[1]) == 0 || string(parts[1]) == number) && string(parts[2]) == "MIT-MAGIC-COOKIE-1" {
			return parts[2], parts[3]
		}
	}
}
