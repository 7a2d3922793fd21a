package verify

import (
	"strings"
	"testing"
)

// Every statement is held by something, and every rung holds a statement.
func TestStatements(t *testing.T) {
	all := Ladder()
	for _, s := range Statements() {
		if s.Also == "" && len(s.By) == 0 {
			t.Errorf("%q is held by nothing", s.Of)
		}
		for _, begin := range s.By {
			if len(Named(all, begin)) == 0 {
				t.Errorf("%q: no rung begins with %q", s.Of, begin)
			}
		}
	}
	for _, r := range all {
		n := 0
		for _, s := range Statements() {
			for _, begin := range s.By {
				if strings.HasPrefix(r.ID, begin) {
					n++
				}
			}
		}
		if n != 1 {
			t.Errorf("%s is of %d statements, want 1", r.ID, n)
		}
	}
}
