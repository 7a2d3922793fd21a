package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"grapevine/scenarios"
	"grapevine/sim/experiment/sweep"
)

// terminal is where a command prints: results to out, everything else to err.
type terminal struct {
	out, err io.Writer
	args     []string
}

// faithful is a stream that remembers if something could not be written, so
// that no command ends well whose results got lost.
type faithful struct {
	to    io.Writer
	fault error
}

func (f *faithful) Write(p []byte) (int, error) {
	n, err := f.to.Write(p)
	if err != nil && f.fault == nil {
		f.fault = err
	}
	return n, err
}

// notes prints what is no fault of a scenario but good to know.
func (t *terminal) notes(s *scenarios.Scenario) {
	for _, note := range s.Notes {
		fmt.Fprintf(t.err, "note: %s\n", note)
	}
}

// damaged prints that a part of a sweep is run again, and why.
func (t *terminal) damaged(d sweep.Damage) {
	fmt.Fprintf(t.err, "note: %v: it is run again\n", d)
}

// interactive reports whether a person is watching a stream.
func interactive(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// progress returns a function that shows how far a command is: a bar on a
// terminal, nothing elsewhere.
func (t *terminal) progress(what string, quiet bool) (show func(done, total int), finish func()) {
	if quiet || !interactive(t.err) {
		return nil, func() {}
	}
	var bar *progressbar.ProgressBar
	return func(done, total int) {
			if bar == nil {
				bar = progressbar.NewOptions(total,
					progressbar.OptionSetWriter(t.err), progressbar.OptionSetDescription(what),
					progressbar.OptionShowCount(), progressbar.OptionThrottle(100*time.Millisecond),
					progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish(), progressbar.OptionUseANSICodes(true))
			}
			if total != bar.GetMax() {
				bar.ChangeMax(total)
			}
			_ = bar.Set(done)
		}, func() {
			if bar != nil {
				_ = bar.Clear()
			}
		}
}

// printJSON prints a value as one indented object.
func (t *terminal) printJSON(v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.out, "%s\n", text)
	return err
}
