// Package slurm hands the shards of a sweep to a cluster that runs Slurm: a job
// array that runs them, and a job after it that puts them together.
//
// Slurm decides where and when a shard runs, and nothing else. What has run is
// what is in the folder of the sweep, whatever became of the jobs.
package slurm

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
)

// Most is the number of elements that a job array may have where the site has
// not set MaxArraySize.
const Most = 1000

// Array is a sweep to be submitted.
type Array struct {
	Name    string // of the jobs
	Program string // path of grapevine, in sight of every node
	Dir     string // folder of the sweep, in sight of every node
	Shards  int    // from 1 to Most, an element of the array each
	Options string // further options of sbatch, for shards and merge
}

//go:embed shards.sh.tmpl
var shards string

//go:embed merge.sh.tmpl
var merge string

var (
	shardsTemplate = parse("shards", shards)
	mergeTemplate  = parse("merge", merge)
)

func parse(name, text string) *template.Template {
	return template.Must(template.New(name).Funcs(template.FuncMap{"quote": quote}).Parse(text))
}

// quote makes one word of a text for the shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// Check returns an error for what a batch script cannot say: fewer or more
// shards than an array may have, options of several lines, a folder whose name
// Slurm would read otherwise.
func (a *Array) Check() error {
	switch {
	case a.Shards < 1 || a.Shards > Most:
		return fmt.Errorf("%d shards: want 1 to %d, each of some minutes", a.Shards, Most)
	case strings.ContainsAny(a.Options, "\n\r"):
		return errors.New("--sbatch goes over several lines: want one")
	case strings.ContainsAny(a.Dir, "\n\r\"%\\"):
		return fmt.Errorf("%q: Slurm cannot write its logs into a folder of such a name: want one without quotes, %%, backslashes and ends of lines", a.Dir)
	}
	return nil
}

// Scripts returns the batch scripts of the array and of the merge after it.
func (a *Array) Scripts() (shards, merge string) {
	var s, m bytes.Buffer
	for _, err := range []error{shardsTemplate.Execute(&s, a), mergeTemplate.Execute(&m, a)} {
		if err != nil {
			panic(err) // the templates are ours
		}
	}
	return s.String(), m.String()
}

// Folder is where the scripts and logs of a sweep are.
func (a *Array) Folder() string { return filepath.Join(a.Dir, "work", "slurm") }

// Write puts the scripts into the folder of the sweep.
func (a *Array) Write() error {
	if err := os.MkdirAll(filepath.Join(a.Folder(), "logs"), 0o755); err != nil {
		return err
	}
	shards, merge := a.Scripts()
	if err := os.WriteFile(filepath.Join(a.Folder(), "shards.sh"), []byte(shards), 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(a.Folder(), "merge.sh"), []byte(merge), 0o755)
}

// Submit submits those shards of the array that are named, as "1-20" or
// "3,7-9", and the merge after them. It returns the numbers of both jobs.
func (a *Array) Submit(ctx context.Context, which string) (shards, merge string, err error) {
	if shards, err = sbatch(ctx, "--array="+which, filepath.Join(a.Folder(), "shards.sh")); err != nil {
		return "", "", err
	}
	// After any end, since an element that failed once may have been made good.
	merge, err = sbatch(ctx, "--dependency=afterany:"+shards, filepath.Join(a.Folder(), "merge.sh"))
	return shards, merge, err
}

var jobNumber = regexp.MustCompile(`^[0-9]+`)

func sbatch(ctx context.Context, args ...string) (string, error) {
	c := exec.CommandContext(ctx, "sbatch", append([]string{"--parsable"}, args...)...)
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return "", errors.New("there is no sbatch here: submit from a machine of the cluster")
	}
	job := jobNumber.FindString(string(out)) // a cluster's name may follow
	if err != nil || job == "" {
		return "", fmt.Errorf("sbatch: %s (%w)", strings.TrimSpace(errs.String()), errors.Join(err, ctx.Err()))
	}
	return job, nil
}
