import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('issue', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogCheckpoint',
            fields=[
                ('size', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('note', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='LogNode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('index', models.PositiveBigIntegerField()),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('level', 'index'), name='log_node_once')],
            },
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('index', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('issued', 'issued'), ('superseded', 'superseded'), ('revoked', 'revoked')], max_length=12)),
                ('leaf', models.CharField(max_length=400)),
                ('hash', models.CharField(max_length=64)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log_entries', to='issue.letter')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('letter', 'kind'), name='log_once')],
            },
        ),
    ]
