package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The manual page names every command and flag, and the tools that show such
// pages find nothing wrong with it, where there are any.
func TestManualPage(t *testing.T) {
	var page, told bytes.Buffer
	if code := Main(t.Context(), []string{"man"}, &page, &told); code != 0 {
		t.Fatal(told.String())
	}
	for _, want := range []string{".TH GRAPEVINE 1", ".SS grapevine sweep merge", `\-\-until\-ci=SHARE`, ".SS grapevine network stats", ".SH EXIT STATUS", ".B 130"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	path := filepath.Join(t.TempDir(), "grapevine.1")
	if err := os.WriteFile(path, page.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, judge := range [][]string{{"mandoc", "-T", "lint", "-W", "error", path}, {"groff", "-man", "-ww", "-z", path}} {
		if _, err := exec.LookPath(judge[0]); err != nil {
			t.Logf("there is no %s here", judge[0])
			continue
		}
		if said, err := exec.Command(judge[0], judge[1:]...).CombinedOutput(); err != nil || len(said) > 0 {
			t.Errorf("%s: %v\n%s", judge[0], err, said)
		}
	}
}

// Completion works in the shells that are there: the code that the program
// prints is taken in by the shell, which then offers the commands.
func TestCompletion(t *testing.T) {
	if _, err := exec.LookPath("grapevine"); err != nil {
		t.Skip("the program of the tests is not on the path")
	}
	for shell, line := range map[string]string{
		// What bash and zsh do at the tab: call what complete -C has named, with the line.
		"bash": `source <(grapevine completion -c bash); c=$(complete -p grapevine); c=${c##*-C }; COMP_LINE="grapevine re" COMP_POINT=12 eval "${c% grapevine}"`,
		"zsh":  `autoload -U compinit && compinit -u -D; source <(grapevine completion -c zsh); [[ -n ${_comps[grapevine]} ]] && COMP_LINE="grapevine re" COMP_POINT=12 grapevine`,
		"fish": `grapevine completion -c fish | source; complete -C "grapevine re"`,
	} {
		t.Run(shell, func(t *testing.T) {
			if _, err := exec.LookPath(shell); err != nil {
				t.Skipf("there is no %s here", shell)
			}
			c := exec.Command(shell, "-c", line)
			c.Dir = t.TempDir()
			c.Env = append(os.Environ(), "HOME="+c.Dir)
			said, err := c.CombinedOutput()
			if got := strings.Fields(string(said)); err != nil || len(got) != 1 || got[0] != "report" {
				t.Errorf("after re it offers %q (%v), want report", said, err)
			}
			said, err = exec.Command(shell, "-c", strings.ReplaceAll(strings.ReplaceAll(line, "grapevine re", "grapevine run cc-v"), "POINT=12", "POINT=18")).CombinedOutput()
			if err != nil || strings.TrimSpace(string(said)) != "cc-vs-ba" {
				t.Errorf("after run cc-v it offers %q (%v), want the preset", said, err)
			}
		})
	}
}
