package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"grapevine/scenarios"
)

const replicationsPage = "../../docs/replications.md"

// A finding is something that a study reports, and what we get for it.
type finding struct {
	what, published, ours, remark string
	holds, open                   bool // open: we know that we differ, and say so
}

// studies are the scenarios on the shelf replicate, each with what must come
// out of it. effort is the share of runs that are spent, 1 for the page.
var studies = []struct {
	name string
	find func(t *testing.T, effort float64) []finding
}{
	{"bass-1969", bass1969},
	{"talk-of-network", talkOfNetwork},
	{"watts-dodds", wattsDodds},
	{"simple-viral-marketing", simpleViralMarketing},
	{"decompose-value", decomposeValue},
	{"freemium-targeting", freemiumTargeting},
	{"negative-wom", negativeWOM},
	{"chasm", chasm},
}

// Studies are replicated: numbers within 4.5 standard errors where exact or
// independently computed ones exist, signs with t > 4 under the same luck
// elsewhere. With -update more is run and the page written anew; otherwise a
// few runs must do, which see less but must not contradict. Studies that are left
// out, as by -run Replications/chasm, keep what the page says of them.
func TestReplications(t *testing.T) {
	effort := 0.1
	if *update {
		effort = 1
	}
	page := map[string]string{} // by study
	was, err := os.ReadFile(replicationsPage)
	if err != nil {
		t.Fatal(err)
	}
	shelf, err := scenarios.List("replicate")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range studies {
		at := slices.IndexFunc(shelf, func(e scenarios.Entry) bool { return e.Name == "replicate/"+s.name })
		if at < 0 {
			t.Errorf("%s is not on the shelf", s.name)
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			text, err := scenarios.New(shelf[at].Name)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range []string{"# Published", "# What we get", "# Where we differ"} {
				if !strings.Contains(string(text), part) {
					t.Errorf("want a paragraph that begins with %q", part)
				}
			}
			if testing.Short() {
				return
			}
			part := &strings.Builder{}
			fmt.Fprintf(part, "\n## %s\n\n`grapevine run %s`\n\n| | Published | Ours | Verdict | Remark |\n|---|---|---|---|---|\n", shelf[at].Description, shelf[at].Name)
			for _, f := range s.find(t, effort) {
				t.Logf("%s: published %s, ours %s", f.what, f.published, f.ours)
				verdict := "holds"
				switch {
				case f.open:
					verdict = "differs"
				case !f.holds:
					verdict = "fails"
					t.Errorf("%s: published %s, ours %s", f.what, f.published, f.ours)
				}
				fmt.Fprintf(part, "| %s | %s | %s | %s | %s |\n", f.what, f.published, f.ours, verdict, f.remark)
			}
			page[s.name] = part.String()
		})
		shelf = slices.Delete(shelf, at, at+1)
	}
	for _, e := range shelf {
		t.Errorf("%s is held to nothing", e.Name)
	}
	if *update && !t.Failed() {
		text := replicationsHead
		for _, s := range studies {
			if page[s.name] == "" {
				page[s.name] = sectionOf(string(was), "replicate/"+s.name)
			}
			text += page[s.name]
		}
		if err := os.WriteFile(replicationsPage, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// sectionOf returns the section of a page that tells to run a scenario.
func sectionOf(page, scenario string) string {
	for _, part := range strings.Split(page, "\n## ")[1:] {
		if strings.Contains(part, "`grapevine run "+scenario+"`") {
			return "\n## " + strings.TrimSuffix(part, "\n") + "\n"
		}
	}
	return ""
}

const replicationsHead = `# What published studies say, and what Grapevine gets

<!-- Made by a test, in some minutes: go test ./cmd/grapevine -run Replications -update -->

The scenarios of ` + "`grapevine list replicate`" + `, each beside the study that it replicates.
Numbers in brackets are 90 % intervals of the mean over runs. *Holds*: a number is
within 4.5 standard errors (and what a market of its size may differ by from the
limit for which the number is known); a sign has t above 4 under the same luck.
*Differs*: we know that, and the remark says why.
`
