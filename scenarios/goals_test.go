package scenarios

import (
	"strings"
	"testing"
)

// What the objective asks for beside its metric is checked with it: further
// metrics exist, further weeks are within the run.
func TestObjectiveAsksForMore(t *testing.T) {
	s := read(t, "weeks = 10\nobjective = { maximise = \"profit\", also = [\"nps\"], horizons = [4, 10] }")
	if o := s.Objective; len(o.Also) != 1 || len(o.Horizons) != 2 || o.Horizon != 10 {
		t.Errorf("%+v", o)
	}
	for text, want := range map[string]string{
		`also = ["profitt"]`:  `did you mean "profit"?`,
		`horizons = [4, 11]`:  "the horizon of 11 weeks is beyond the run of 10",
		`horizons = [0, 4]`:   "horizons",
		`horizons = "always"`: "horizons",
	} {
		_, err := LoadBytes("test.toml", []byte("weeks = 10\nobjective = { maximise = \"profit\", "+text+" }"), nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q in it", text, err, want)
		}
	}
}
