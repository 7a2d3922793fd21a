package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// under lists the files in a folder, without its pictures.
func under(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		all = append(all, filepath.ToSlash(name))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A scenario may read any file, of a network, a base or a block, and write none:
// whatever its paths and its own name are, all that appears is in the folders of
// the results, and what it reads stays as it is.
func TestScenariosWriteNowhere(t *testing.T) {
	home := t.TempDir()
	dir := filepath.Join(home, "a", "b")
	outside := filepath.Join(home, "outside")
	for _, d := range []string{dir, outside, filepath.Join(dir, "sub")} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	const ties = "0 1\n1 2\n2 3\n"
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(outside, "friends.csv"), ties)
	write(filepath.Join(dir, "sub", "friends.csv"), ties)
	for _, name := range []string{"ties.csv", "runs.csv", "README.md"} { // as files of results and of packs are called
		write(filepath.Join(dir, name), ties)
	}
	const base = "customers = 4\nweeks = 3\nreplicates = 2\n[rates]\nnotice = 0.2\n[network.friends]\nkind = \"edge-list\"\n" +
		"[objective]\nmaximise = \"profit\"\n[sweep]\ndesign = \"grid\"\n[sweep.vary]\n\"product.price\" = [30, 40]\n"
	write(filepath.Join(outside, "base.toml"), base)
	scenarios := map[string]string{
		"above.toml":    "../../outside/friends.csv",
		"absolute.toml": filepath.ToSlash(filepath.Join(outside, "friends.csv")),
		"below.toml":    "sub/../sub/friends.csv",
		"ties.toml":     "ties.csv",
		"runs.toml":     "runs.csv",
		"readme.toml":   "README.md",
		"...toml":       "ties.csv",
		".hidden.toml":  "sub/friends.csv",
	}
	for name, path := range scenarios {
		write(filepath.Join(dir, name), "base = \"../../outside/base.toml\"\n[network.friends]\npath = \""+path+"\"\n")
	}
	before := inPeace(t, home)
	for name := range scenarios {
		var pack string
		for k, args := range [][]string{
			{"run", name, "--no-plots", "-q", "--snapshot", "4"}, {"sweep", name, "--no-plots", "-q"}, {"pack", ""}, {"run", "scenario.toml", "-o", "again", "--no-plots", "-q"},
		} {
			if testing.Short() && k == 1 {
				continue
			}
			var out, told bytes.Buffer
			where := dir
			switch {
			case args[0] == "pack":
				args[1] = "results/" + filepath.Base(newest(t, filepath.Join(dir, "results"), name))
			case k == 3:
				where = filepath.Join(dir, pack)
			}
			if code := runIn(t, where, &out, &told, args...); code != 0 {
				t.Fatalf("%s: %v: exit code %d\n%s%s", name, args, code, out.String(), told.String())
			}
			if args[0] == "pack" {
				pack = strings.TrimSpace(strings.TrimPrefix(out.String(), "pack: "))
			}
		}
		one, err := os.ReadFile(filepath.Join(dir, pack, "runs.csv"))
		if err != nil {
			t.Fatal(err)
		}
		if two, err := os.ReadFile(filepath.Join(dir, pack, "again", "runs.csv")); err != nil || !bytes.Equal(one, two) {
			t.Errorf("%s: the pack does not give its own results again: %v", name, err)
		}
	}
	after := inPeace(t, home)
	for path, was := range before {
		if after[path] != was {
			t.Errorf("%s was changed", path)
		}
	}
	for path := range after {
		if _, there := before[path]; !there && !strings.HasPrefix(path, "a/b/results/") {
			t.Errorf("%s was made", path)
		}
	}
	for _, d := range []string{home, filepath.Join(home, "a"), dir} {
		entries, _ := os.ReadDir(d)
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".") && !strings.HasSuffix(e.Name(), ".toml") {
				t.Errorf("%s holds %s", d, e.Name())
			}
		}
	}
}

// newest is the folder of a run that was made of a scenario.
func newest(t *testing.T, dir, scenario string) string {
	t.Helper()
	name := strings.TrimLeft(strings.TrimSuffix(scenario, ".toml"), ".")
	if name == "" {
		name = "scenario"
	}
	all, err := filepath.Glob(filepath.Join(dir, name+"*"))
	if err != nil || len(all) == 0 {
		t.Fatalf("no results of %s: %v %v", scenario, under(t, dir), err)
	}
	all = slices.DeleteFunc(all, func(path string) bool {
		return strings.Contains(path, "-sweep") || strings.Contains(path, "-pack") || strings.Contains(path, "-mesa")
	})
	return all[len(all)-1]
}

// What a scenario names must be a file: a pipe would have the program wait for
// ever for somebody to write into it.
func TestPipesAreNoFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"ties.csv", "base.toml", "block.toml"} {
		if err := exec.Command("mkfifo", filepath.Join(dir, name)).Run(); err != nil {
			t.Skipf("no pipes with names here: %v", err)
		}
	}
	for _, text := range []string{
		"customers = 3\n[network.friends]\nkind = \"edge-list\"\npath = \"ties.csv\"\n",
		"customers = 3\n[network.friends]\nkind = \"edge-list\"\npath = \"/dev/zero\"\n",
		"base = \"base.toml\"\n",
		"[[strategy]]\nname = \"a\"\nuse = \"block.toml\"\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, "market.toml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		var out, told bytes.Buffer
		if code := runIn(t, dir, &out, &told, "check", "market.toml"); code != exitUsage || !strings.Contains(told.String(), "it is a pipe or a device") {
			t.Errorf("%s: exit code %d\n%s", text, code, told.String())
		}
	}
}
