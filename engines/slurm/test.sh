#!/usr/bin/env bash
# A sweep on a real Slurm of two nodes, of which one shard's process is killed
# and one node with all that runs on it, must come to the bytes of one machine.
#
#   test.sh GRAPEVINE     the program to try
#
# Ends with 77 where Slurm cannot be had.
set -euo pipefail
program=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
export SLURM_HOME=$work/cluster
say() { printf '%3ds %s\n' $SECONDS "$*"; }
finish() {
	code=$?
	if [ $code -ne 0 ] && [ $code -ne 77 ]; then
		squeue || true
		tail -n 20 "$work"/slurm/work/slurm/logs/* || true
		tail -n 20 "$work"/cluster/log/* || true
	fi
	bash "$here/up.sh" down
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM
mkdir -p "$SLURM_HOME/log"
bash "$here/up.sh" up
eval "$(bash "$here/up.sh" env)"
cd "$work"

cat >ring.toml <<-'TOML'
	customers = 2000
	weeks = 104
	talk = {}
	network.friends = { kind = "watts-strogatz" }
	[[strategy]]
	name = "now"
	[[strategy]]
	name = "louder"
	advertising = { rate = 0.01 }
	[sweep]
	design = "lhs"
	points = 24
	replicates = 40
	[sweep.vary]
	"product.price" = { min = 30, max = 50 }
	"talk.persuasion.friends" = { min = 0.02, max = 0.1 }
TOML

# Those below a process, leaves first.
tree() {
	local child
	for child in $(pgrep -P "$1" || true); do tree "$child"; done
	echo "$1"
}
# The process that looks after a job on its node.
stepd() { pgrep -f "^slurmstepd: \[$1\." || true; }
# The process of a shard that runs on a node, once there is one: "pid stepd job".
running() {
	local job step leaf
	for _ in $(seq 100); do
		job=$(squeue -h -t R -w "$1" -o %A | sed -n 1p)
		step=$([ -z "$job" ] || stepd "$job" | sed -n 1p)
		leaf=$([ -z "$step" ] || tree "$step" | sed -n 1p)
		if [ -n "$leaf" ] && tr '\0' ' ' <"/proc/$leaf/cmdline" 2>/dev/null | grep -q "^$work/.* sweep shard "; then
			echo "$leaf $step $job"
			return
		fi
		sleep 0.1
	done
	say "nothing runs on $1" >&2
	return 1
}

"$program" sweep ring.toml -o slurm --engine slurm --shards 8
found=$(running n1)
read -r victim _ job <<<"$found"
say "kill -9 of a shard's process on n1, in job $job"
kill -9 "$victim"
found=$(running n2)
read -r _ step job <<<"$found"
say "node n2 is lost: kill -9 of its daemon and of job $job"
kill -9 "$(cat "$SLURM_HOME/run/slurmd.n2.pid")" $(tree "$step" | tac) || true
rm "$SLURM_HOME/run/slurmd.n2.pid"

# Waits until no job is left.
empty() { while [ -n "$(squeue -h)" ]; do
	# What was on the lost node would wait for two minutes; and it is told.
	for waiting in $(squeue -h -t PD -o '%A %r' | awk '$2 == "BeginTime" {print $1}'); do
		say "Slurm has given job $waiting another node"
		scontrol update JobId="$waiting" StartTime=now || true
	done
	sleep 1
	[ $SECONDS -lt 240 ] || { say "the jobs never end"; exit 1; }
done; }
alike() { for table in runs.csv summary.csv comparison.csv points.csv; do cmp "here/$table" "slurm/$table"; done; }
empty
say "all jobs have ended"
"$program" sweep status slurm --shards 8
"$program" sweep ring.toml -o here --quiet --no-plots
alike
grep -q 'exit code 137' slurm/work/slurm/logs/shard-*.log || { say "no shard was killed"; exit 1; }

rm slurm/work/shard-0003-of-0008.journal slurm/runs.csv
sbatch slurm/work/slurm/merge.sh
empty
alike
grep 'shards 3 are missing and submitted again' slurm/work/slurm/logs/merge.log
say "a shard, a node and a file were lost, and every table has the bytes of one machine"
