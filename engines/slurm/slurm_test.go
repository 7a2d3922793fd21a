package slurm

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever the folder is called, the scripts are ones that a shell reads, and
// the names in them are one word each.
func TestScriptsAreShell(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh")
	}
	dir := filepath.Join(t.TempDir(), "a sweep; it's $HOME's")
	a := &Array{Name: "grapevine-ring", Program: filepath.Join(dir, "print"), Dir: dir, Shards: 7, Options: "--partition=long --mem=4G"}
	if err := a.Check(); err != nil {
		t.Fatal(err)
	}
	if err := a.Write(); err != nil {
		t.Fatal(err)
	}
	program := "#!/bin/sh\nprintf '%s\\n' \"$@\"\n"
	if err := os.WriteFile(a.Program, []byte(program), 0o755); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(shell, filepath.Join(a.Folder(), "shards.sh"))
	c.Env = append(os.Environ(), "SLURM_ARRAY_TASK_ID=3", "SLURM_CPUS_PER_TASK=2")
	out, err := c.CombinedOutput()
	if want := "sweep\nshard\n" + dir + "\n--shards\n7\n--workers\n2\n"; err != nil || string(out) != want {
		t.Errorf("shards.sh runs\n%s(%v), want\n%s", out, err, want)
	}
	// The program prints no missing shards, so they are put together.
	out, err = exec.Command(shell, filepath.Join(a.Folder(), "merge.sh")).CombinedOutput()
	if want := "sweep\nmerge\n" + dir + "\n"; err != nil || string(out) != want {
		t.Errorf("merge.sh runs\n%s(%v), want\n%s", out, err, want)
	}
}

// A shard whose folder is wrong is not tried again, one that was killed is;
// in the end it is given back to Slurm.
func TestShardsAreRetried(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh")
	}
	for _, c := range []struct {
		code  string
		tries int
		fails bool
	}{
		{"0", 1, false},
		{"4", 1, false}, // some runs failed, which trying again would not change
		{"2", 1, true},
		{"137", 3, false}, // given back
	} {
		dir := t.TempDir()
		a := &Array{Name: "g", Program: filepath.Join(dir, "fail"), Dir: dir, Shards: 2}
		shards, _ := a.Scripts()
		script := filepath.Join(dir, "shards.sh")
		for path, text := range map[string]string{
			script:                         strings.ReplaceAll(shards, "sleep 5", ":"),
			a.Program:                      "#!/bin/sh\necho tried >>" + dir + "/log\nexit " + c.code + "\n",
			filepath.Join(dir, "scontrol"): "#!/bin/sh\necho \"$@\" >>" + dir + "/back\n",
		} {
			if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		run := exec.Command(shell, script)
		run.Env = append(os.Environ(), "SLURM_ARRAY_TASK_ID=1", "SLURM_JOB_ID=12", "PATH="+dir+":"+os.Getenv("PATH"))
		err := run.Run()
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		back, _ := os.ReadFile(filepath.Join(dir, "back"))
		if n := strings.Count(string(log), "tried"); n != c.tries || (err != nil) != c.fails || (len(back) > 0) != (c.code == "137") {
			t.Errorf("exit code %s: %d tries, %v, given back: %q", c.code, n, err, back)
		}
	}
}

// What Slurm would misread is refused.
func TestArraysAreChecked(t *testing.T) {
	for _, a := range []Array{
		{Dir: "/d", Shards: 0}, {Dir: "/d", Shards: Most + 1}, {Dir: "/d%j", Shards: 2}, {Dir: "/d\nrm", Shards: 2},
		{Dir: "/d", Shards: 2, Options: "--mem=1G\nrm"},
	} {
		if a.Check() == nil {
			t.Errorf("%+v was taken", a)
		}
	}
}
