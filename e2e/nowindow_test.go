package e2e

import (
	"os/exec"
	"strings"
	"testing"

	"noddfa/assets"
)

func TestWhereNothingCanBePaintedItIsSaidWhatToDo(t *testing.T) {
	t.Parallel()
	d := &desk{t: t, home: t.TempDir()}
	d.startDisplay("800x600", "-extension")
	for _, c := range []struct{ name, display, locale, want string }{
		{"no OpenGL", d.env[0], "en_GB.UTF-8", say("doors.noGraphics")},
		{"no OpenGL, in Welsh", d.env[0], "cy_GB.UTF-8", assets.Lang("cy").T("doors.noGraphics")},
		{"no screen", "DISPLAY=", "en_GB.UTF-8", say("doors.noDisplay")},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := exec.Command(program)
			start.Env = []string{c.display, "HOME=" + d.home, "LC_ALL=" + c.locale}
			out, err := start.CombinedOutput()
			if err == nil || start.ProcessState.ExitCode() != 1 || strings.TrimSpace(string(out)) != c.want {
				t.Errorf("it ends with %v and says %q", err, out)
			}
		})
	}
}
