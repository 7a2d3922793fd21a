package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"grapevine/scenarios"
)

// fuzzFile returns a file with the text that a fuzzing engine tries.
func fuzzFile(t *testing.T, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.csv")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// refused checks that a message names the file, and what is wanted.
func refused(t *testing.T, err error, path string) {
	t.Helper()
	if text := err.Error(); !strings.Contains(text, path) || !strings.Contains(text, "want ") {
		t.Fatalf("error %q: want the file and what is wanted", text)
	}
}

// Whatever stands in data to be fitted, they are read or refused with a place
// and what is wanted; what is read has a number or nothing for every week.
func FuzzCalibrationData(f *testing.F) {
	for _, seed := range []string{
		"week,sales\n0,3\n1,5\n2,8\n3,12\n4,13\n5,9\n", "# note\r\n\ufeffweek,nps\r\n1,\r\n", "week;sales\n1;2,5\n", "week,sales\n1,\"2,5\"\n",
		"week,sales\n1,2\n1,3\n", "week,sales\n", "week\n1\n", "week,sales\n1e9,2\n", "week,new_customer\n1,1e308\n2,1e308\n3,1e308\n4,1e308\n5,1e308\n", "week,sales\n1,-5\n2,0\n3,0\n4,0\n5,0\n6,0\n",
	} {
		f.Add([]byte(seed), false)
		f.Add([]byte(seed), true)
	}
	s, err := scenarios.Load("cc-vs-ba", nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte, bass bool) {
		c := calibrateCommand{Data: fuzzFile(t, text)}
		if bass {
			c.Market = "bass"
		}
		o, err := c.read(&trials{s: s})
		if err != nil {
			if !strings.HasPrefix(err.Error(), "--market=bass") {
				refused(t, err, c.Data)
			}
			return
		}
		if len(o.weeks) == 0 || len(o.columns) != len(o.data) || !(o.scale > 0) || math.IsInf(o.scale, 1) {
			t.Fatalf("%q was read as %+v", text, o)
		}
		for _, column := range o.data {
			if len(column) != len(o.weeks) {
				t.Fatalf("%d weeks, but %d numbers", len(o.weeks), len(column))
			}
		}
	})
}

// Whatever stands in a table of teams, it is read or refused with the file and
// what is wanted.
func FuzzDecisions(f *testing.F) {
	for _, seed := range []string{
		"team,strategy,talk.rate\nred,both,2\nblue,,\n", "\ufeffteam,strategy\r\nred,both\r\n", "team;strategy\nred;both\n", "team,strategy\nred\n", "team,strategy\n\"red,both\n", "team,strategy,\nred,both,1\n", "team,link\nred,#p=classroom-journey&b=both\nblue,x#p=%&b\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		path := fuzzFile(t, text)
		all, err := readDecisions(path, "classroom-journey")
		if err != nil {
			refused(t, err, path)
		} else if len(all) == 0 {
			t.Fatalf("no team in %q", text)
		}
	})
}
