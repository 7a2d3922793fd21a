package interchange

import (
	"strings"
	"testing"
)

// Whatever stands in files of SALib, they are read or refused with what is
// wanted; what is read has as many levels a point as the problem has factors.
func FuzzSamples(f *testing.F) {
	problem := `{"num_vars": 2, "names": ["talk.rate", "seeding.rule"], "bounds": [[0, 1], [0, 2]], "levels": {"seeding.rule": ["random", "degree"]}}`
	f.Add(problem, "# a comment\n0.5 1\r\n1e-3,0.9 # and more\n")
	f.Add(problem, "\ufeff0.5 1\n")
	f.Add(problem, "0,5;1\n")
	f.Add(problem, "nan inf\n")
	f.Add(problem, strings.Repeat("1", mostLine+1))
	f.Add(`{"names": ["a", "a"]}`, "1 1")
	f.Add(`{"names": [], "num_vars": 1e99}`, "")
	f.Add("\ufeff{\"names\": [\"a\"],\n\"levels\": {\"a\": []}}", "0")
	f.Fuzz(func(t *testing.T, problem, samples string) {
		p, err := ReadProblem(strings.NewReader(problem))
		if err != nil {
			if !strings.Contains(err.Error(), "want ") {
				t.Fatalf("%v: want what is wanted", err)
			}
			return
		}
		points, err := p.ReadSamples(strings.NewReader(samples))
		if err != nil {
			if text := err.Error(); !strings.Contains(text, "want ") || !strings.HasPrefix(text, "line ") && !strings.HasPrefix(text, "there is no point") {
				t.Fatalf("%v: want a line and what is wanted", err)
			}
			return
		}
		for _, point := range points {
			if len(point) != len(p.Names) {
				t.Fatalf("%d levels of %d factors", len(point), len(p.Names))
			}
		}
	})
}
