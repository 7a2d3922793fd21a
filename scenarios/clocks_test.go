package scenarios

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"grapevine/chance"
	"grapevine/sim"
)

// crowded is a scenario with two strategies of so many referral programmes each,
// which bring a clock each.
func crowded(programmes int) []byte {
	text := "customers = 50\nweeks = 2\n[network.friends]\nkind = \"ring\"\n[talk]\n"
	for _, name := range []string{"one", "two"} {
		text += fmt.Sprintf("[[strategy]]\nname = %q\n", name)
		for k := range programmes {
			text += fmt.Sprintf("[strategy.referral.r%d]\n", k)
		}
		text += "[strategy.community]\n"
	}
	return []byte(text)
}

// A scenario has as many clocks as a run can take, or it is refused before it
// runs: for every strategy, with what brings them and how many to leave out.
func TestTooManyClocks(t *testing.T) {
	ok, first := 0, 0
	for n := 40; n <= 64; n++ {
		s, err := LoadBytes("crowded.toml", crowded(n), nil)
		var faults Faults
		switch {
		case err == nil && first > 0:
			t.Errorf("%d programmes are taken, and %d were not", n, first)
		case err == nil:
			ok = n
			p := s.Strategies[0].Plan
			world, err := sim.NewWorld(p, chance.Of(1, 1), 1)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := sim.Run(context.Background(), p, world, chance.Of(1, 1), 1); err != nil {
				t.Errorf("%d programmes are taken, and do not run: %v", n, err)
			}
		case !errors.As(err, &faults) || len(faults) != 2:
			t.Fatalf("%d programmes: %v", n, err)
		default:
			if first == 0 {
				first = n
			}
			for k, name := range []string{`"one"`, `"two"`} {
				brings := fmt.Sprintf("[referral.…] %d in %d tables, [community] ", n, n)
				if f := faults[k]; f.Line == 0 || !strings.Contains(f.Message, name) || !strings.Contains(f.Message, brings) || !strings.HasSuffix(f.Want, fmt.Sprintf("leave out tables with %d of them", n-ok)) {
					t.Errorf("%d programmes: %v", n, f)
				}
			}
		}
	}
	if ok == 0 || first != ok+1 {
		t.Errorf("%d programmes are taken and %d refused: a test without power", ok, first)
	}
}

// Whatever a scenario with too many clocks has wrong beside that is said too.
func TestTooManyClocksIsNotAll(t *testing.T) {
	text := append(crowded(62), "\n[objective]\nmaximise = \"fame\"\n"...)
	_, err := LoadBytes("crowded.toml", text, nil)
	if err == nil || !strings.Contains(err.Error(), "clocks") || !strings.Contains(err.Error(), "fame") {
		t.Errorf("%v", err)
	}
}
