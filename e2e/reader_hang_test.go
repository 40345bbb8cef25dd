package e2e

import (
	"net"
	"testing"
)

// TestABusThatNeverAnswersDoesNotHoldTheWindow gives the program a readers' bus that takes the call and says nothing.
func TestABusThatNeverAnswersDoesNotHoldTheWindow(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "1280x800")
	bus, err := net.Listen("unix", d.in("silent"))
	if err != nil {
		t.Fatal(err)
	}
	defer bus.Close()
	called := make(chan net.Conn, 100)
	go func() {
		for {
			c, err := bus.Accept()
			if err != nil {
				return
			}
			called <- c
		}
	}()
	d.env = append(d.env, "AT_SPI_BUS_ADDRESS=unix:path="+d.in("silent"))
	d.start()
	d.find(say("doors.start"))
	defer (<-called).Close() // it has been called
	d.key("F2")
	d.find(say("crisis.title"))
	d.key("Escape")
	d.click(say("doors.start"))
	d.find(say("create.organisation.name"))
	d.quiet()
}
