package plots_test

import (
	"fmt"
	"os"
	"path/filepath"

	"grapevine/plots"
)

// A folder of tables is all that pictures need, whoever wrote them.
func Example() {
	dir, err := os.MkdirTemp("", "plots")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	table := "strategy,replicate,source,customers\n" +
		"neither,0,advertising,120\n" +
		"both,0,advertising,130\n" +
		"both,0,referral,85\n"
	if err := os.WriteFile(filepath.Join(dir, "sources.csv"), []byte(table), 0o644); err != nil {
		panic(err)
	}
	d := plots.From(dir, plots.Context{
		Title: "Launch", Strategies: []string{"neither", "both"}, Customers: 5000, Weeks: 26, Replicates: 1, Seed: 7,
	})
	err = plots.Draw(d, func(name string, picture []byte) error {
		fmt.Println(name)
		return os.WriteFile(filepath.Join(dir, name), picture, 0o644)
	}, plots.Slide, plots.Web)
	if err != nil {
		panic(err)
	}
	// Output:
	// sources.png
	// sources.svg
	// sources-web.png
	// sources-web.svg
}

// One picture can be had by its name, with its words.
func ExampleKind() {
	d := plots.From("testdata/none", plots.Context{})
	_, err := plots.Kinds["cash"].Draw(d)
	fmt.Println(err)
	// Output: nothing to draw: there is no table series
}
