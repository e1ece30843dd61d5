#!/usr/bin/env node
import { Command } from 'commander';
import { requireNode } from './require-node.js';
import { serveCommand } from './serve-command.js';
import { tokenCommand } from './token-command.js';

requireNode();

await new Command('switchboard')
  .description('A customer-support chat backend over Socket.IO, plain WebSocket and REST.')
  .addCommand(serveCommand())
  .addCommand(tokenCommand())
  .parseAsync();
