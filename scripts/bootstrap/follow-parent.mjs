// Preloaded (`node --import`) into a program started by runOnNode24: when the launcher disappears, even by
// SIGKILL, the channel to it closes and this process takes its ordinary way out.
if (process.channel) {
  process.on('disconnect', () => {
    if (process.platform === 'win32') process.emit('SIGTERM');
    else process.kill(process.pid, 'SIGTERM');
  });
  process.channel.unref();
}
