package tree

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong with a scenario, where it is wrong, and
// what would be right.
type Fault struct {
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Want    string `json:"want,omitempty"`    // what would be right
	Explain string `json:"explain,omitempty"` // the key that "grapevine explain" tells more about

	place Place
}

// At makes a fault at a place.
func At(p Place, format string, args ...any) Fault {
	f := Fault{Message: fmt.Sprintf(format, args...), place: p}
	if p.Known() {
		f.File, f.Line, f.Column = p.Source.Name, p.Line, p.Column
	}
	return f
}

// Wanting adds what would be right.
func (f Fault) Wanting(format string, args ...any) Fault {
	f.Want = fmt.Sprintf(format, args...)
	return f
}

// See adds the key to look up.
func (f Fault) See(key string) Fault {
	f.Explain = key
	return f
}

// Error shows the fault with the line it is on and a caret under its place.
func (f Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "error: %s", plain(f.Message))
	margin := "  "
	if f.Line > 0 {
		number := fmt.Sprintf("%5d", f.Line)
		margin = strings.Repeat(" ", len(number))
		text, column, width := window(f.place)
		if f.place.Source.Origin == Set {
			fmt.Fprintf(&b, "\n  --> %s\n", f.File)
			number = margin
		} else {
			fmt.Fprintf(&b, "\n  --> %s:%d:%d\n", f.File, f.Line, f.Column)
		}
		fmt.Fprintf(&b, "%s | %s\n%s | %s%s", number, text, margin, strings.Repeat(" ", column-1), strings.Repeat("^", width))
	} else if f.File != "" {
		fmt.Fprintf(&b, "\n  --> %s", f.File)
	}
	if help := f.help(); help != "" {
		fmt.Fprintf(&b, "\n%s %s", margin, help)
	}
	return b.String()
}

func (f Fault) help() string {
	var parts []string
	if f.Want != "" {
		parts = append(parts, "want "+plain(f.Want))
	}
	if f.Explain != "" {
		parts = append(parts, "see: grapevine explain "+f.Explain)
	}
	return strings.Join(parts, "; ")
}

// window cuts a long line to what stands about the place.
func window(p Place) (text string, column, width int) {
	const wide, before = 100, 40
	line := []rune(p.Source.line(p.Line))
	start := 0
	if len(line) > wide && p.Column > before {
		start = min(p.Column-before, len(line))
	}
	end := min(start+wide, len(line))
	cut := string(line[start:end])
	if end < len(line) {
		cut += "…"
	}
	column = p.Column - start
	if start > 0 {
		cut, column = "…"+cut, column+1
	}
	return cut, column, max(1, min(p.Width, end-start-column+2))
}

// Faults is everything that is wrong with a scenario. It is the error that
// loading one returns.
type Faults []Fault

// shown is the number of faults that are printed.
const shown = 50

// Error shows the faults in the order of the files.
func (f Faults) Error() string {
	var parts []string
	for _, fault := range f[:min(len(f), shown)] {
		parts = append(parts, fault.Error())
	}
	if more := len(f) - shown; more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(parts, "\n")
}

// Err returns the faults sorted by place, each once, or nil if there are none.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(f, func(a, b Fault) bool { return a == b })
}

// rank puts what the user wrote last before what lies below it.
func (f Fault) rank() int {
	if !f.place.Known() {
		return 0
	}
	return -f.place.Source.Rank
}
