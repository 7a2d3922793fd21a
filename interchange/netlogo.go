package interchange

import (
	"bufio"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"grapevine/sim/results"
)

// writeNetLogo writes the table of BehaviorSpace (Wilensky 1999): six lines on
// the experiment, then a row a run, every cell within quotes. Where NetLogo has
// the date stands the version, so that the same run gives the same bytes; the
// world has one patch.
func writeNetLogo(s *Source, create func(name string) (*results.File, error)) error {
	to, err := create("table.csv")
	if err != nil {
		return err
	}
	w := bufio.NewWriter(to)
	line := func(cells ...string) error {
		for i, cell := range cells {
			if i > 0 {
				w.WriteByte(',')
			}
			w.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
		}
		_, err := w.WriteString("\n") // a writer keeps its first fault
		return err
	}
	_ = line("BehaviorSpace results (of Grapevine, in NetLogo's format)", "Table version 2.0")
	_ = line("scenario.toml")
	_ = line(s.Manifest.Title)
	_ = line(fmt.Sprintf("Grapevine %s, seed %d", s.Manifest.Version, s.Manifest.Seed))
	_ = line("min-pxcor", "max-pxcor", "min-pycor", "max-pycor")
	_ = line("0", "0", "0", "0")
	err = s.runs(func(settings, responses []string) error {
		return line(slices.Concat([]string{"[run number]"}, settings, []string{"replicate", "[step]"}, responses)...)
	}, func(run, replicate int, settings, responses []string) error {
		return line(slices.Concat([]string{strconv.Itoa(run)}, settings, []string{strconv.Itoa(replicate), strconv.Itoa(s.Manifest.Weeks)}, responses)...)
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return to.Close()
}
