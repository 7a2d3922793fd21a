package scenarios

import "testing"

// Every preset has levers; each has a place to stand in its range, and moving it
// there gives a scenario that can be run.
func TestLevers(t *testing.T) {
	for _, p := range Presets() {
		s := load1(t, p.Name)
		levers := s.Levers()
		if len(levers) == 0 {
			t.Errorf("%s: no levers", p.Name)
		}
		for _, l := range levers {
			ends := l.Values
			if ends == nil {
				if l.Min >= l.Max {
					t.Errorf("%s: %s goes from %g to %g", p.Name, l.Key, l.Min, l.Max)
				}
				ends = []string{number(l.Min), number(l.Max)}
			}
			if l.Value == "" || l.Doc == "" {
				t.Errorf("%s: %+v", p.Name, l)
			}
			for _, value := range append(ends, l.Value) {
				if _, err := s.With([]string{l.Key + "=" + value}); err != nil {
					t.Errorf("%s: %s = %s: %v", p.Name, l.Key, value, err)
				}
			}
		}
	}
}
