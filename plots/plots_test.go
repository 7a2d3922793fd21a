package plots

import (
	"flag"
	"path/filepath"
	"testing"
)

var keep = flag.String("keep", "", "folder to keep the pictures of the made-up markets in")

// markets are the made-up runs that every picture must bear.
var markets = map[string]market{
	"four": four,
	"one":  {[]string{"advertising only"}, 20, 104, 1, true},
	"seven": {[]string{"neither", "community commerce with a forum and events", "brand advocacy", "both", "referral programme with tiered rewards for every friend",
		"seeding of the most connected five percent", "Donaudampfschifffahrtsgesellschaftskapitän"}, 20, 104, 1, true},
	"short":   {four.strategies, 5, 8, 1, false},
	"certain": {four.strategies, 20, 52, 0, true},
	"lone":    {four.strategies, 1, 26, 1, true},
}

func BenchmarkDrawAll(b *testing.B) {
	dir := four.folder(b)
	for b.Loop() {
		if err := DrawAll(dir, b.TempDir()); err != nil {
			b.Fatal(err)
		}
	}
}

func TestKeep(t *testing.T) {
	if *keep == "" {
		t.Skip("no folder to keep pictures in")
	}
	for name, m := range markets {
		if err := DrawAll(m.folder(t), filepath.Join(*keep, name), Slide, Paper, Web); err != nil {
			t.Fatal(err)
		}
	}
}
